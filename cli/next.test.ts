import { describe, expect, it } from 'vitest'
import { commandLine } from './command-line.ts'
import { nextCommand } from './next.ts'

const DIGEST = 'd'.repeat(64)
const plan = (more: object = {}) => ({
	...{ planId: 'pln-1', digest: DIGEST, ticket: 'LAKE-1', submittable: { ok: true }, preflight: { notProvable: [] } },
	...more,
})

describe('what to type next', () => {
	it.each<[string, Parameters<typeof nextCommand>, string | null]>([
		[
			'after a plan is its submission',
			['replays.getPlan', {}, plan()],
			`Next: sluice replay submit pln-1 --digest ${DIGEST} --ticket LAKE-1`,
		],
		[
			'names every right that is not provable',
			['replays.getPlan', {}, plan({ preflight: { notProvable: [{ findingId: 'f-1' }, { findingId: 'f-2' }] } })],
			`Next: sluice replay submit pln-1 --digest ${DIGEST} --acknowledged f-1 f-2 --ticket LAKE-1`,
		],
		[
			'leaves the ticket to the person where there is none',
			['replays.getPlan', { planId: 'pln-1' }, plan({ ticket: null })],
			`Next: sluice replay submit pln-1 --digest ${DIGEST} --ticket TICKET`,
		],
		[
			'is nothing where the plan may not be submitted',
			['replays.getPlan', {}, plan({ submittable: { ok: false } })],
			null,
		],
		[
			'after a submission is a look at it',
			['replays.submit', { planId: 'pln-1', ticket: 'LAKE-1' }, { replayId: 'rpl-1', status: 'waiting' }],
			'Next: sluice replay show rpl-1 --ticket LAKE-1',
		],
		[
			'is another person’s approval over the limit',
			['replays.submit', { digest: DIGEST, ticket: 'LAKE-1' }, { replayId: 'rpl-1', status: 'awaiting-approval' }],
			`Next, for another person: sluice replay approve rpl-1 --digest ${DIGEST} --ticket LAKE-1`,
		],
		[
			'is the same for whoever looks at it',
			['replays.get', {}, { replayId: 'rpl-1', status: 'awaiting-approval', digest: DIGEST, ticket: 'LAKE-1' }],
			`Next, for another person: sluice replay approve rpl-1 --digest ${DIGEST} --ticket LAKE-1`,
		],
		[
			'is a decision on the part that nobody knows of',
			[
				'replays.get',
				{},
				{
					...{ replayId: 'rpl-1', status: 'undecided', ticket: 'LAKE-1' },
					parts: [
						{ position: 1, state: 'done' },
						{ position: 2, state: 'undecided' },
					],
				},
			],
			'Next, for an engineer or admin: sluice replay settle rpl-1 --position 2 --ticket LAKE-1',
		],
		[
			'after an approval is a look at it',
			[
				'replays.approve',
				{ replayId: 'rpl-1', digest: DIGEST, ticket: 'LAKE-2' },
				{ replayId: 'rpl-1', status: 'waiting' },
			],
			'Next: sluice replay show rpl-1 --ticket LAKE-2',
		],
		['is nothing after a refusal', ['replays.refuse', {}, { replayId: 'rpl-1', status: 'refused' }], null],
		[
			'is nothing where a replay goes on by itself',
			['replays.get', {}, { replayId: 'rpl-1', status: 'running' }],
			null,
		],
		['is nothing after a list', ['replays.list', {}, { items: [] }], null],
	])('%s', (_, [operation, given, answered], expected) => {
		expect(nextCommand(operation, given, answered)).toBe(expected)
	})
})

describe('a command line', () => {
	it('has its arguments before a list, which would swallow them, and quotes what a shell would not leave alone', () => {
		const fields = { sourceId: 'a', from: '2026-05-01', to: '2026-05-07', events: ['Order Paid', "it's"] }
		expect(commandLine('replays.plan', fields)).toBe(
			`sluice replay plan -s a --from 2026-05-01 --to 2026-05-07 --events 'Order Paid' 'it'\\''s'`,
		)
	})

	it('leaves out what the operation does not take', () => {
		expect(commandLine('replays.get', { replayId: 'rpl-1', digest: DIGEST, planId: 'p' })).toBe(
			'sluice replay show rpl-1',
		)
	})
})
