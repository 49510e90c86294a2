import { defineConfig } from 'vite'

/**
 * The command as one file of plain JavaScript without dependencies: Node strips no types inside node_modules, and whoever
 * installs the command should not install a console. The AWS SDK stays behind its `import()`, so it is evaluated on use only.
 */
export default defineConfig({
	build: {
		ssr: 'sluice.mjs',
		target: 'node24',
		minify: true,
		emptyOutDir: true,
		rolldownOptions: { output: { entryFileNames: 'sluice.js', codeSplitting: false } },
	},
	ssr: { noExternal: true },
})
