import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { FIRST_SCRIPT } from './first-script.ts'

type Rule = (text: string) => string | null
type Rules = { createScriptURL: Rule; createHTML: Rule }

/** A page in which the script ran as the text it travels as. `made` lists the policies it created. */
function page(defaultPolicy: object | null = null) {
	const made: [string, Rules][] = []
	const trustedTypes = { defaultPolicy, createPolicy: (name: string, rules: Rules) => made.push([name, rules]) }
	const location = new URL('https://sluice.example/sources?q=a')
	const world: Record<string, unknown> = { URL, location, window: { trustedTypes } }
	runInNewContext(FIRST_SCRIPT, world)
	return { made, world }
}

const [[name, rules] = ['', null]] = page().made

describe('the first script', () => {
	it('creates the default policy, and only where there is none', () => {
		expect(name).toBe('default')
		expect(page({}).made).toEqual([])
	})

	it('runs in a browser without Trusted Types', () => {
		expect(() => runInNewContext(FIRST_SCRIPT, { window: {} })).not.toThrow()
	})

	it('keeps zod from making code', () => {
		expect(page().world.__zod_globalConfig).toEqual({ jitless: true })
	})

	it('cannot end the element it stands in', () => {
		expect(FIRST_SCRIPT).not.toContain('<')
	})

	it.each([
		['/_next/static/chunks/a.js', true, 'a chunk'],
		['https://sluice.example/_next/static/chunks/a.js', true, 'a chunk by its whole address'],
		['https://evil.example/_next/static/chunks/a.js', false, 'another origin'],
		['//evil.example/_next/static/a.js', false, 'another origin in short'],
		['/_next/static/../../sources', false, 'a way out of the folder'],
		['/_next/image?url=a', false, 'another folder of the framework'],
		['data:text/javascript,1', false, 'code as an address'],
		['blob:https://sluice.example/1', false, 'code made in the page'],
	])('script address %s: %s, %s', (text, passes) => {
		expect(rules?.createScriptURL(text)).toBe(passes ? text : null)
	})

	it.each([
		['<script></script>', true, 'how React makes a script element'],
		[FIRST_SCRIPT, true, 'React fills its copy of this script'],
		['<img src=x onerror=a()>', false, 'an element'],
		['<script></script><b>', false, 'more than the constant'],
		['text &lt; more', true, 'no element can come of it'],
	])('HTML %s: %s, %s', (text, passes) => {
		expect(rules?.createHTML(text)).toBe(passes ? text : null)
	})
})
