import { defineConfig } from 'vitest/config'

export default defineConfig({
	test: {
		include: ['{lib,service,standin}/**/*.torture.ts'],
		setupFiles: ['scripts/torture-setup.ts'],
		testTimeout: 3_600_000,
		hookTimeout: 300_000,
		// One after the other: the kills need the machine's other processor, and progress stays readable.
		fileParallelism: false,
		disableConsoleIntercept: true,
	},
})
