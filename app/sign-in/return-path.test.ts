import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { returnPath } from './return-path.ts'

const ORIGIN = 'https://console.example.com'

describe('return path', () => {
	it.each([
		'/sources/acme-1?ticket=ZD-1&q=a%20b#f=3',
		'/sources?q=%22%3Cb%3E',
		'/',
		'/sign-in/renewed',
		'/sources?next=https://evil.example',
	])('keeps %s', (path) => expect(returnPath(path)).toBe(path))

	it.each([
		['nothing', undefined],
		['empty', ''],
		['an absolute URL', 'https://evil.example/'],
		['a network path', '//evil.example'],
		['a network path after a dot', '/.//evil.example'],
		['a network path after going up', '/a/..//evil.example'],
		['a backslash', '/\\evil.example'],
		['two backslashes', '\\\\evil.example'],
		['a tab that browsers drop', '/\t/evil.example'],
		['a line break', '/a\r\nLocation: https://evil.example'],
		['a script', 'javascript:alert(1)'],
		['a script behind a space', ' javascript:alert(1)'],
		['data', 'data:text/html,x'],
		['encoded once', '/%2Fevil.example'],
		['encoded twice', '/%252Fevil.example'],
		['encoded without a slash', '%2F%2Fevil.example'],
		['an encoded backslash', '/%5Cevil.example'],
		['encoded behind a dot', '/./%2fevil.example'],
		['an encoded backslash after going up', '/a/../%255Cevil.example'],
		['user and host', '@evil.example'],
		['no slash', 'sources'],
		['more than 2,000 characters', `/${'a'.repeat(2_000)}`],
		['more than 2,000 characters once encoded', `/${'é'.repeat(900)}`],
		['sign-in itself, which would turn in a circle', '/sign-in?to=/sources'],
		['the start of another sign-in', '/sign-in/start?to=/sources'],
		['sign-in behind a dot', '/./sign-in/start'],
	])('falls back to / for %s', (_, path) => expect(returnPath(path)).toBe('/'))

	it('lands on our own origin, whatever was asked for', () => {
		const risky = fc.string({
			unit: fc.constantFrom(
				'/',
				'\\',
				'.',
				':',
				'@',
				'%2f',
				'%5C',
				'%25',
				'\t',
				'\n',
				'a',
				'?',
				'#',
				'javascript:',
				'evil.example',
				'\u3002',
				'\uff0f',
			),
		})
		fc.assert(
			fc.property(
				fc.oneof(
					risky,
					risky.map((text) => `/${text}`),
					fc.string(),
					fc.webUrl(),
					fc.string({ unit: 'binary' }),
				),
				(to) => {
					const path = returnPath(to)
					const landing = new URL(path, `${ORIGIN}/sign-in/complete`)
					expect(landing.origin).toBe(ORIGIN)
					expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$|^\/$/)
					expect(returnPath(path)).toBe(path)
				},
			),
			{ numRuns: 5_000 },
		)
	})
})
