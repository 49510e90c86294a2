import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.ts'

/** Quiet flags: Chromium otherwise looks up hosts of its maker at every start. Root needs --no-sandbox. */
const QUIET = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
]
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []

export default defineConfig({
	testDir: 'e2e',
	testMatch: '**/*.spec.ts',
	fullyParallel: true,
	workers: 2,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	outputDir: 'test-results',
	use: {
		actionTimeout: 10_000,
		navigationTimeout: 20_000,
		viewport: { width: 1280, height: 800 },
		screenshot: 'only-on-failure',
		trace: 'retain-on-failure',
		launchOptions: { executablePath: findChromium() ?? undefined, args: [...QUIET, ...asRoot] },
	},
})
