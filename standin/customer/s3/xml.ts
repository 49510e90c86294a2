import type { Answer } from '../call.ts'
import { escapeXml } from '../refusal.ts'

/** An element with text, or with elements that `element` made. */
export const element = (name: string, content: string | number | boolean | readonly string[]): string =>
	`<${name}>${Array.isArray(content) ? content.join('') : escapeXml(String(content))}</${name}>`

/** A 200 with the document that S3 answers (API reference, "Response syntax"). */
export function xmlAnswer(
	root: string,
	content: string | readonly string[],
	headers: Record<string, string> = {},
): Answer {
	const inner = typeof content === 'string' ? escapeXml(content) : content.join('')
	return {
		status: 200,
		headers: { 'content-type': 'application/xml', ...headers },
		body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`,
	}
}
