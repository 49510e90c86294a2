// Loaded with --import before any TypeScript, so that an old Node says what is missing instead of failing on a file ending.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
	console.error(
		`Sluice needs Node 24 or newer, this is ${process.version}. Run "npm ci": it brings Node 24, and npm scripts use it.`,
	)
	process.exit(1)
}
