import { describe, expect, it } from 'vitest'
import { receiveReports } from './receive.ts'

const report = (body: Record<string, unknown> = {}) => ({
	type: 'csp-violation',
	age: 1,
	url: 'https://console.example.com/sources?q=secret',
	body: {
		effectiveDirective: 'script-src-elem',
		blockedURL: 'https://evil.example/x.js?token=secret',
		documentURL: 'https://console.example.com/sources?q=secret#secret',
		sample: 'secret',
		...body,
	},
})

async function send(body: string, headers: Record<string, string> = {}) {
	const lines: string[] = []
	const request = new Request('https://console.example.com/csp-reports', {
		method: 'POST',
		body,
		headers: { 'content-length': String(Buffer.byteLength(body)), ...headers },
	})
	const { status } = await receiveReports(request, (line) => lines.push(line))
	return { status, lines }
}

describe('reports of the browser', () => {
	it('logs the rule, what it stopped and where, without queries, hashes or samples', async () => {
		const { status, lines } = await send(JSON.stringify([report()]))
		expect(status).toBe(204)
		expect(JSON.parse(lines[0] ?? '')).toEqual({
			event: 'policy violation',
			directive: 'script-src-elem',
			blocked: 'https://evil.example/x.js',
			page: 'https://console.example.com/sources',
		})
	})

	it('writes one line for each report, whatever is in it', async () => {
		const { lines } = await send(JSON.stringify([report({ blockedURL: 'inline' }), report({ blockedURL: 'a\nb' })]))
		expect(lines).toHaveLength(2)
		expect(lines.every((line) => !line.includes('\n'))).toBe(true)
	})

	it.each([
		['no JSON', '{'],
		['no list', '{}'],
		['another kind of report', JSON.stringify([{ ...report(), type: 'deprecation' }])],
		['too many reports', JSON.stringify(Array.from({ length: 21 }, () => report()))],
		['too much text', JSON.stringify([report({ sample: 'x'.repeat(17_000) })])],
	])('refuses %s and logs nothing', async (_, body) => {
		expect(await send(body)).toEqual({ status: 400, lines: [] })
	})
})
