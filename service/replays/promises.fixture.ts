import type { replays } from '../../lib/contract/replays.ts'
import { aDenial, aFinding } from '../checks/check.fixture.ts'
import { fromTerminal, type Headers } from '../service.fixture.ts'
import type { Desk, PlanWish } from './desk.fixture.ts'

type Rows = typeof replays
type Promised = { [V in keyof Rows & string]: `replays.${V}: ${Rows[V]['problems'][number]}` }[keyof Rows & string]
type Way = () => Promise<Response>

/** One POST of the noun: what it is called, and two bodies that differ. */
export type Posted = { operation: `replays.${keyof Rows & string}`; path: string; body: object; other: object }
/** What happens to a POST whatever it asks for. */
export type KeyWays = {
	missing(posted: Posted): Promise<Response>
	reused(posted: Posted): Promise<Response>
	inProgress(posted: Posted): Promise<Response>
}

const ticket = 'LAKE-7'
const UNKNOWN = 'f'.repeat(64)
const posted = (operation: Posted['operation'], path: string, body: object, other: object): Posted => ({
	...{ operation, path },
	body: { ticket, ...body },
	other: { ticket, ...other },
})
const PLAN = { sourceId: 'src-1', from: '2026-03-01', to: '2026-03-02' }
const planned = posted('replays.plan', '/v1/replay-plans', PLAN, { ...PLAN, to: '2026-03-03' })
const submitted = posted(
	'replays.submit',
	'/v1/replays',
	{ planId: 'p-1', digest: UNKNOWN },
	{ planId: 'p-2', digest: UNKNOWN },
)
const decision = (verb: 'approve' | 'refuse' | 'settle', name: string, body: object, other: object) =>
	posted(`replays.${verb}`, `/v1/replay-decisions/rpl-unknown/${name}`, body, other)
const approved = decision('approve', 'approval', { digest: UNKNOWN }, { digest: 'e'.repeat(64) })
const refused = decision('refuse', 'refusal', { because: 'too much' }, { because: 'too late' })
const settled = decision('settle', 'settlement', { position: 1 }, { position: 2 })
const cancelled = posted('replays.cancel', '/v1/replays/rpl-unknown/cancellation', {}, { ticket: 'LAKE-8' })

/** One way to each refusal that the rows of replays promise. */
export function waysOfReplays(desk: () => Desk, { missing, reused, inProgress }: KeyWays): Record<Promised, Way> {
	const post = (path: string, body: object, who: Headers = fromTerminal('engineer')) =>
		desk().trial.call('POST', path, who, { ticket, ...body })
	const submit = (plan: { planId: string; digest: string }, change: object = {}) =>
		post('/v1/replays', { planId: plan.planId, digest: plan.digest, ...change })
	const decide = (replayId: string, name: string, body: object, who?: Headers) =>
		post(`/v1/replay-decisions/${replayId}/${name}`, body, who)
	const plan = async (wish: Omit<PlanWish, 'sourceId'> = {}) =>
		desk().plan({ sourceId: await desk().source(), ...wish })
	/** Over the limit, asked for by support. */
	const large = async () => desk().replay({ sourceId: await desk().source(), count: 8 })
	const small = async () => desk().replay({ sourceId: await desk().source() })
	const support = () => fromTerminal('engineer', 'support@sluice.example')
	const old = { row: { requested_at: new Date('2026-01-01') } }

	return {
		'replays.plan: not-found': () => post('/v1/replay-plans', { ...PLAN, sourceId: 'unknown' }),
		'replays.plan: invalid-range': () => post('/v1/replay-plans', { ...PLAN, to: '2026-02-01' }),
		'replays.plan: idempotency-key-missing': () => missing(planned),
		'replays.plan: idempotency-key-reused': () => reused(planned),
		'replays.plan: idempotency-in-progress': () => inProgress(planned),
		'replays.getPlan: not-found': () => desk().trial.call('GET', '/v1/replay-plans/unknown', fromTerminal('viewer')),
		'replays.submit: not-found': () => submit({ planId: 'unknown', digest: UNKNOWN }),
		'replays.submit: plan-not-ready': async () => submit(await plan({ row: { days: '[]', parts: '[]' } })),
		'replays.submit: plan-outdated': async () => submit(await plan(old)),
		'replays.submit: plan-submitted': async () => submit(await small()),
		'replays.submit: digest-differs': async () => submit(await plan(), { digest: UNKNOWN }),
		'replays.submit: preflight-blocked': async () =>
			submit(
				await plan({ check: { verdict: 'blocked', headline: 'Blocked: AddTags is denied.' }, findings: [aDenial] }),
			),
		'replays.submit: acknowledgement-missing': async () =>
			submit(await plan({ check: { verdict: 'unclear' }, findings: [aFinding({ outcome: 'not-provable' })] })),
		'replays.submit: replay-overlaps': async () => {
			const sourceId = await desk().source()
			await desk().replay({ sourceId })
			return submit(await desk().plan({ sourceId }))
		},
		'replays.submit: idempotency-key-missing': () => missing(submitted),
		'replays.submit: idempotency-key-reused': () => reused(submitted),
		'replays.submit: idempotency-in-progress': () => inProgress(submitted),
		'replays.get: not-found': () => desk().trial.call('GET', '/v1/replays/unknown', fromTerminal('viewer')),
		'replays.approve: not-found': () => decide('unknown', 'approval', { digest: UNKNOWN }),
		'replays.approve: own-request': async () => {
			const { replayId, digest } = await large()
			return decide(replayId, 'approval', { digest }, support())
		},
		'replays.approve: digest-differs': async () => decide((await large()).replayId, 'approval', { digest: UNKNOWN }),
		'replays.approve: plan-outdated': async () => {
			const sourceId = await desk().source()
			const { replayId, digest } = await desk().replay({ sourceId, count: 8 })
			await desk().putSource(sourceId, 1, { bucket: 'another-lake' })
			return decide(replayId, 'approval', { digest })
		},
		'replays.approve: replay-state': async () => {
			const { replayId, digest } = await small()
			return decide(replayId, 'approval', { digest })
		},
		'replays.approve: idempotency-key-missing': () => missing(approved),
		'replays.approve: idempotency-key-reused': () => reused(approved),
		'replays.approve: idempotency-in-progress': () => inProgress(approved),
		'replays.refuse: not-found': () => decide('unknown', 'refusal', { because: 'too much' }),
		'replays.refuse: own-request': async () =>
			decide((await large()).replayId, 'refusal', { because: 'too much' }, support()),
		'replays.refuse: replay-state': async () => decide((await small()).replayId, 'refusal', { because: 'too much' }),
		'replays.refuse: idempotency-key-missing': () => missing(refused),
		'replays.refuse: idempotency-key-reused': () => reused(refused),
		'replays.refuse: idempotency-in-progress': () => inProgress(refused),
		'replays.settle: not-found': () => decide('unknown', 'settlement', { position: 1 }),
		'replays.settle: replay-state': async () => decide((await small()).replayId, 'settlement', { position: 1 }),
		'replays.settle: idempotency-key-missing': () => missing(settled),
		'replays.settle: idempotency-key-reused': () => reused(settled),
		'replays.settle: idempotency-in-progress': () => inProgress(settled),
		'replays.cancel: not-found': () => post('/v1/replays/unknown/cancellation', {}),
		'replays.cancel: replay-state': async () => {
			const { replayId } = await small()
			await post(`/v1/replays/${replayId}/cancellation`, {})
			return post(`/v1/replays/${replayId}/cancellation`, {})
		},
		'replays.cancel: idempotency-key-missing': () => missing(cancelled),
		'replays.cancel: idempotency-key-reused': () => reused(cancelled),
		'replays.cancel: idempotency-in-progress': () => inProgress(cancelled),
	}
}
