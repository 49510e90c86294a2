import { expect, it } from 'vitest'
import { createRegistry } from './registry.ts'

it('writes the text format: help and type once, one line for each member', async () => {
	const registry = createRegistry()
	const count = registry.counter('asked_total', 'Questions.', [{ kind: 'why' }])
	count({ kind: 'how' })
	count({ kind: 'how' })
	registry.gauge('open', 'Open now.', async () => [[{}, 1.5]])
	expect(await registry.text()).toBe(`# HELP asked_total Questions.
# TYPE asked_total counter
asked_total{kind="why"} 0
asked_total{kind="how"} 2
# HELP open Open now.
# TYPE open gauge
open 1.5
`)
})

it('counts an observation in every bucket it fits, the bound included', async () => {
	const registry = createRegistry()
	const observe = registry.histogram('took_seconds', 'Time.', [0.1, 1])
	for (const value of [0.1, 0.5, 7]) observe({ operation: 'me' }, value)
	expect((await registry.text()).split('\n').slice(2)).toEqual([
		'took_seconds_bucket{operation="me",le="0.1"} 1',
		'took_seconds_bucket{operation="me",le="1"} 2',
		'took_seconds_bucket{operation="me",le="+Inf"} 3',
		'took_seconds_sum{operation="me"} 7.6',
		'took_seconds_count{operation="me"} 3',
		'',
	])
})

it.each([
	['a quote', 'a"b', 'a\\"b'],
	['a backslash', 'a\\b', 'a\\\\b'],
	['a new line, which would begin another sample', 'a\nb 1', 'a\\nb 1'],
])('escapes %s in a label', async (_why, value, written) => {
	const registry = createRegistry()
	registry.gauge('open', 'Open now.', () => [[{ value }, 1]])
	expect(await registry.text()).toContain(`open{value="${written}"} 1\n`)
})

it('says nothing of what is not known now', async () => {
	const registry = createRegistry()
	registry.gauge('open', 'Open now.', () => [])
	expect(await registry.text()).toBe('# HELP open Open now.\n# TYPE open gauge\n')
})

it('refuses a name twice, which a scraper would refuse whole', () => {
	const registry = createRegistry()
	registry.counter('asked_total', 'Questions.')
	expect(() => registry.gauge('asked_total', 'Again.', () => [])).toThrow('exists already')
})
