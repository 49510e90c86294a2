import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { listOf, page, pathId, ticket } from './list.ts'
import { day, replayPlan, SELECTIONS } from './replay-plan.ts'
import { REPLAY_STATUSES, replay, replayRow } from './replay-record.ts'
import { everyone, operators } from './role.ts'

/** Who may decide on another person's replay. */
const approvers = ['admin', 'engineer'] as const

const posted = ['idempotency-key-missing', 'idempotency-in-progress', 'idempotency-key-reused'] as const
const replayId = z.object({ replayId: pathId })
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be the digest of the plan: 64 hexadecimal digits')
const status = z.enum(REPLAY_STATUSES, { error: `must be one of ${REPLAY_STATUSES.join(', ')}` })
const state = z.object({ replayId: pathId, sourceId: pathId, status: z.string() })

/** The strings of a step share 10,240 characters (Amazon EMR API reference, HadoopJarStepConfig). */
const events = z
	.array(
		z
			.string()
			.trim()
			.min(1, 'must name an event')
			.max(200, 'is longer than 200 characters')
			// The job takes them as one argument, joined by commas; `*` is all of them.
			.regex(/^[^,*\p{Cc}]+$/u, 'must not hold commas, * or control characters'),
	)
	.max(100, 'holds more than 100 events')
	.refine((names) => names.join().length <= 4_000, 'is longer than 4,000 characters together')

const common = { identity: 'bound', timeout: 10_000 } as const
const write = { ...common, method: 'POST', success: 202, effect: 'customer-write', reason: 'required' } as const

export const replays = {
	plan: endpoint({
		...common,
		method: 'POST',
		path: '/v1/replay-plans',
		summary: 'Plan a replay',
		input: {
			body: z.strictObject({
				sourceId: pathId,
				from: day,
				/** Inclusive. */
				to: day,
				select: z.enum(SELECTIONS, { error: `must be one of ${SELECTIONS.join(', ')}` }).default('missing'),
				events: events.default([]),
				ticket: ticket.optional(),
			}),
		},
		output: z.object({ planId: pathId, sourceId: pathId, status: z.literal('running') }),
		success: 202,
		problems: ['not-found', 'invalid-range', ...posted],
		roles: operators,
		rule: 'none',
		effect: 'customer-read',
		reason: 'optional',
	}),
	getPlan: endpoint({
		...common,
		method: 'GET',
		path: '/v1/replay-plans/{planId}',
		summary: 'Open the plan of a replay',
		input: { params: z.object({ planId: pathId }), query: z.object({ ticket: ticket.optional() }) },
		output: replayPlan,
		problems: ['not-found'],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'optional',
	}),
	submit: endpoint({
		...write,
		path: '/v1/replays',
		summary: 'Submit a planned replay',
		input: {
			body: z.strictObject({
				planId: pathId,
				digest,
				/** Every finding of the preflight that is not provable, by its id. */
				acknowledged: z.array(pathId).max(100, 'holds more than 100 findings').default([]),
				ticket,
			}),
		},
		output: state,
		problems: [
			'not-found',
			'plan-not-ready',
			'plan-outdated',
			'plan-submitted',
			'digest-differs',
			'preflight-blocked',
			'acknowledgement-missing',
			'replay-overlaps',
			...posted,
		],
		roles: operators,
		rule: 'approval-over-limit',
	}),
	get: endpoint({
		...common,
		method: 'GET',
		path: '/v1/replays/{replayId}',
		summary: 'Open a replay',
		input: { params: replayId, query: z.object({ ticket: ticket.optional() }) },
		output: replay,
		problems: ['not-found'],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'optional',
	}),
	list: endpoint({
		...common,
		method: 'GET',
		path: '/v1/replays',
		summary: 'List replays',
		input: { query: z.object({ sourceId: pathId.optional(), status: status.optional(), ...page }) },
		output: listOf(replayRow),
		problems: [],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'none',
	}),
	approve: endpoint({
		...write,
		path: '/v1/replay-decisions/{replayId}/approval',
		summary: 'Approve the replay of another person',
		input: { params: replayId, body: z.strictObject({ digest, ticket }) },
		output: state,
		problems: ['not-found', 'own-request', 'digest-differs', 'plan-outdated', 'replay-state', ...posted],
		roles: approvers,
		rule: 'approval-over-limit',
	}),
	refuse: endpoint({
		...common,
		method: 'POST',
		path: '/v1/replay-decisions/{replayId}/refusal',
		summary: 'Refuse the replay of another person',
		input: {
			params: replayId,
			body: z.strictObject({
				because: z.string().trim().min(1, 'must say why').max(1_000, 'is longer than 1,000 characters'),
				ticket: ticket.optional(),
			}),
		},
		output: state,
		success: 202,
		problems: ['not-found', 'own-request', 'replay-state', ...posted],
		roles: approvers,
		rule: 'approval-over-limit',
		effect: 'write',
		reason: 'optional',
	}),
	settle: endpoint({
		...write,
		path: '/v1/replay-decisions/{replayId}/settlement',
		summary: 'Decide whether a step exists whose answer was lost',
		input: {
			params: replayId,
			body: z.strictObject({
				/** The part that is being confirmed or undecided. */
				position: z.coerce.number().int().min(1, 'must be the number of a part'),
				/** The step that the customer found, which is followed from then on; left out: it never ran and is sent again. */
				stepId: z
					.string()
					.regex(/^s-[A-Z0-9]{1,32}$/, 'must be an EMR step id such as s-2AXXXXXXGAPLF')
					.optional(),
				ticket,
			}),
		},
		output: state,
		problems: ['not-found', 'replay-state', ...posted],
		roles: approvers,
		rule: 'none',
	}),
	cancel: endpoint({
		...write,
		path: '/v1/replays/{replayId}/cancellation',
		summary: 'Cancel a replay',
		input: { params: replayId, body: z.strictObject({ ticket }) },
		output: state,
		problems: ['not-found', 'replay-state', ...posted],
		roles: operators,
		rule: 'own-only',
	}),
}
