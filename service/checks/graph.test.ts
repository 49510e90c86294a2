import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding, FindingOutcome } from '../../lib/contract/check-report.ts'
import { TARGET } from './account.fixture.ts'
import { findingOf } from './finding.ts'
import { type GraphWork, runGraph } from './graph.ts'
import type { Meaning, Probe } from './probe.ts'

const never = new Promise<never>(() => {})

const aProbe = (id: string, needs: string[] = [], after: string[] = []): Probe => ({
	id,
	group: 'glue',
	action: 'glue:GetTable',
	resource: () => null,
	purpose: 'Reads a table',
	breaks: null,
	profiles: { sync: 'mandatory' },
	needs,
	after,
	way: { by: 'nothing', headline: '' },
})

const finding = (probe: Probe, meaning: Meaning): Finding =>
	findingOf({ probe, target: TARGET, profile: 'sync' }, meaning, null)

const MEANINGS: Partial<Record<FindingOutcome, Meaning>> = {
	allowed: { is: 'allowed' },
	denied: { is: 'denied', text: 'Access Denied' },
	'wrong-setting': { is: 'wrong-setting', headline: 'Elsewhere.' },
	'not-provable': { is: 'not-provable', headline: 'Nobody knows.' },
	error: { is: 'error', headline: 'Nobody answered.' },
}

/** Performs each probe as `outcomes` says; `bug` throws, `hang` never answers. */
function work(outcomes: ReadonlyMap<string, string>) {
	const seen = { started: [] as string[], found: [] as string[], broken: [] as unknown[] }
	const performing: GraphWork = {
		async perform(probe) {
			seen.started.push(probe.id)
			const outcome = outcomes.get(probe.id) ?? 'allowed'
			if (outcome === 'bug') throw new Error('a bug')
			if (outcome === 'hang') return never
			return finding(probe, MEANINGS[outcome as FindingOutcome] ?? { is: 'allowed' })
		},
		unperformed: finding,
		async found({ findingId }) {
			seen.found.push(findingId)
		},
		broke: (_probe, error) => seen.broken.push(error),
	}
	return { seen, performing }
}

/** Probes whose edges lead only to earlier ones, and what becomes of each. */
const graphs = fc
	.array(
		fc.record({
			outcome: fc.constantFrom(...Object.keys(MEANINGS), 'bug'),
			needs: fc.array(fc.nat()),
			after: fc.array(fc.nat()),
		}),
		{ minLength: 1, maxLength: 14 },
	)
	.map((rows) => ({
		outcomes: new Map(rows.map(({ outcome }, index) => [`p${index}`, outcome])),
		probes: rows.map(({ needs, after }, index) => {
			const earlier = (picks: number[]) => (index === 0 ? [] : [...new Set(picks.map((pick) => `p${pick % index}`))])
			return aProbe(`p${index}`, earlier(needs), earlier(after))
		}),
	}))

describe('the graph of probes', () => {
	it('gives each probe exactly one finding, in the order of the table, whatever happens', async () => {
		await fc.assert(
			fc.asyncProperty(graphs, async ({ probes, outcomes }) => {
				const { seen, performing } = work(outcomes)
				const findings = await runGraph(probes, performing, never)
				expect(findings.map(({ findingId }) => findingId)).toEqual(probes.map(({ id }) => id))
				expect([...seen.found].sort()).toEqual(probes.map(({ id }) => id).sort())
			}),
		)
	})

	it('blocks a probe only by a finding that failed by itself, and performs every other', async () => {
		await fc.assert(
			fc.asyncProperty(graphs, async ({ probes, outcomes }) => {
				const { seen, performing } = work(outcomes)
				const findings = new Map((await runGraph(probes, performing, never)).map((each) => [each.findingId, each]))
				for (const probe of probes) {
					const own = findings.get(probe.id)
					const failed = probe.needs.filter((id) => findings.get(id)?.outcome !== 'allowed')
					expect(own?.outcome === 'blocked-by').toBe(failed.length > 0)
					expect(seen.started.includes(probe.id)).toBe(failed.length === 0)
					if (!own?.blockedBy) continue
					const root = findings.get(own.blockedBy)
					expect(['allowed', 'blocked-by']).not.toContain(root?.outcome)
				}
			}),
		)
	})

	it('performs side by side what waits for nothing', async () => {
		const order: string[] = []
		const both = Promise.withResolvers<void>()
		const { performing } = work(new Map())
		await runGraph(
			[aProbe('one'), aProbe('two')],
			{
				...performing,
				async perform(probe) {
					order.push(probe.id)
					if (order.length === 2) both.resolve()
					await both.promise
					return finding(probe, { is: 'allowed' })
				},
			},
			never,
		)
		expect(order).toEqual(['one', 'two'])
	})

	it('begins with the start of the longest chain; what nobody waits for comes last', async () => {
		const { seen, performing } = work(new Map())
		const chain = [aProbe('long-1'), aProbe('long-2', ['long-1']), aProbe('long-3', [], ['long-2'])]
		await runGraph([aProbe('leaf'), aProbe('short-1'), aProbe('short-2', ['short-1']), ...chain], performing, never)
		expect(seen.started.slice(0, 2)).toEqual(['long-1', 'short-1'])
		expect(seen.started.indexOf('long-2')).toBeLessThan(seen.started.indexOf('leaf'))
	})

	it('lets no probe wait for the reporting of another', async () => {
		const { seen, performing } = work(new Map())
		const stored = Promise.withResolvers<void>()
		const found = async ({ findingId }: Finding) => {
			if (findingId === 'one') await stored.promise
			else stored.resolve()
		}
		await runGraph([aProbe('one'), aProbe('two', ['one'])], { ...performing, found }, never)
		expect(seen.started).toEqual(['one', 'two'])
	})

	it('makes an error of a bug, and tells of it', async () => {
		const { seen, performing } = work(new Map([['one', 'bug']]))
		const findings = await runGraph([aProbe('one'), aProbe('two', ['one']), aProbe('three')], performing, never)
		expect(findings.map(({ outcome, blockedBy }) => [outcome, blockedBy])).toEqual([
			['error', null],
			['blocked-by', 'one'],
			['allowed', null],
		])
		expect(seen.broken).toEqual([new Error('a bug')])
	})

	it('ends at the deadline: what hangs is an error, once, and what waits for it too', async () => {
		const deadline = Promise.withResolvers<void>()
		const { seen, performing } = work(new Map([['hangs', 'hang']]))
		const quick = Promise.withResolvers<void>()
		const running = runGraph(
			[aProbe('hangs'), aProbe('waits', [], ['hangs']), aProbe('quick')],
			{
				...performing,
				async found(each) {
					await performing.found(each)
					if (each.findingId === 'quick') quick.resolve()
				},
			},
			deadline.promise,
		)
		await quick.promise
		deadline.resolve()
		expect((await running).map(({ outcome }) => outcome)).toEqual(['error', 'error', 'allowed'])
		expect(seen.found.sort()).toEqual(['hangs', 'quick', 'waits'])
	})

	it('answers a circle at the deadline instead of never', async () => {
		const deadline = Promise.resolve()
		const { performing } = work(new Map())
		const findings = await runGraph([aProbe('one', ['two']), aProbe('two', ['one'])], performing, deadline)
		expect(findings.map(({ outcome }) => outcome)).toEqual(['error', 'error'])
	})

	it('rejects when a finding cannot be reported, but only after all have ended', async () => {
		const { seen, performing } = work(new Map())
		const running = runGraph(
			[aProbe('one'), aProbe('two', ['one'])],
			{
				...performing,
				async found(each) {
					await performing.found(each)
					if (each.findingId === 'one') throw new Error('no database')
				},
			},
			never,
		)
		await expect(running).rejects.toThrow('no database')
		expect(seen.found).toEqual(['one', 'two'])
	})
})
