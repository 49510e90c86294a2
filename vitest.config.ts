import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
	plugins: [react()],
	test: {
		include: ['{app,components,lib,service,standin,infra,cli,bench,scripts}/**/*.test.{ts,tsx}'],
		testTimeout: 20_000,
		hookTimeout: 60_000,
		maxWorkers: 2,
	},
})
