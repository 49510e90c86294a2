type Part = { code: boolean; text: string }

/** Markdown without its signs, for mail and forms that do not draw them: prose and, untouched, what stands in code fences. */
export function plainParts(markdown: string): Part[] {
	const parts: Part[] = []
	let code = false
	for (const line of markdown.split('\n')) {
		if (/^\s*```/.test(line)) {
			code = !code
			continue
		}
		const text = code ? line : plainLine(line)
		const last = parts.at(-1)
		if (last?.code === code) last.text += `\n${text}`
		else parts.push({ code, text })
	}
	return parts
}

export const plainText = (markdown: string) =>
	plainParts(markdown)
		.map(({ text }) => text)
		.join('\n')

const plainLine = (line: string) =>
	line
		.replace(/^#{1,6} +/, '')
		.replace(/\*\*([^*]+)\*\*/g, '$1')
		.replace(/`([^`]+)`/g, '$1')
		.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: $2')
