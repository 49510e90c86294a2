/** Markdown without its signs, for mail and forms that do not draw them. What stands in code fences stays untouched. */
export function plainText(markdown: string): string {
	let fenced = false
	const lines = markdown.split('\n').flatMap((line) => {
		if (/^\s*```/.test(line)) {
			fenced = !fenced
			return []
		}
		return [fenced ? line : plainLine(line)]
	})
	return lines.join('\n')
}

const plainLine = (line: string) =>
	line
		.replace(/^#{1,6} +/, '')
		.replace(/\*\*([^*]+)\*\*/g, '$1')
		.replace(/`([^`]+)`/g, '$1')
		.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: $2')
