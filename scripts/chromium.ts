import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser for tests: SLUICE_CHROMIUM, else one on PATH, else Playwright's own. Null when there is none. */
export function findChromium(): string | null {
	const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
	const candidates = [process.env.SLUICE_CHROMIUM ?? '', ...onPath, chromium.executablePath()]
	return candidates.find((file) => file !== '' && isProgram(file)) ?? null
}

function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK)
		return true
	} catch {
		return false
	}
}
