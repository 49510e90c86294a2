import { randomBytes } from 'node:crypto'
import type { AssumeRequest, AwsAnswer, AwsOperation, CallOptions, CustomerAccess, RoleSession } from '../aws/ports.ts'
import { validSettings } from '../service.fixture.ts'

/** A step of the cluster in memory; times are milliseconds of AWS's clock. */
export type FakeStep = {
	id: string
	name: string
	token: string
	state: string
	createdAt: number
	startedAt: number | null
	endedAt: number | null
	/** Whether it took the claim of its token, so that it did the work. */
	worked: boolean
}

const told = (now: number) => ({
	httpStatus: 200,
	requestId: 'aws-1',
	bucketRegion: null,
	date: whole(now),
	durationMs: 1,
})
/** A Date header has whole seconds. */
const whole = (ms: number) => new Date(Math.floor(ms / 1_000) * 1_000)
const date = (ms: number | null) => (ms === null ? undefined : new Date(ms))

/** How long a signature is taken. */
export const SIGNATURE_MS = 15 * 60_000

/**
 * One customer's account in memory, with EMR's own states, on a clock that a test moves. Steps run one after the other; a job
 * takes its claim before it works, unless `honoursClaim` is false.
 */
export function createFakeEmr(clock: { now: number }) {
	const steps: FakeStep[] = []
	const claims = new Map<string, string>()
	const reports = new Map<string, number>()
	/** Submissions that arrived and take effect at that time. */
	const late: { at: number; effect: () => void }[] = []
	const calls: AwsOperation[] = []
	const doors: AssumeRequest[] = []
	const access: CustomerAccess = {
		principals: ['arn:aws:iam::595280932656:role/segment-datalakes-production-access'],
		async assume(request) {
			doors.push(request)
			if (fake.closed) return refuse('AccessDenied', 'not authorized to perform: sts:AssumeRole')
			const { roleArn, region } = request
			const session: RoleSession = { roleArn, region, accountId: validSettings.catalogId }
			return { ...told(clock.now), kind: 'ok', value: session }
		},
		async call(_session, operation, input, options = {}) {
			live()
			calls.push(operation)
			return answers[operation]?.(input, options) ?? denied(operation)
		},
	}
	const fake = {
		steps,
		claims,
		calls,
		doors,
		honoursClaim: true,
		grantsList: true,
		/** The role lets nobody in. */
		closed: false,
		runMs: 60_000,
		listLagMs: 0,
		/** How the next step ends. */
		ends: 'COMPLETED',
		releaseStopsRunning: true,
		active: 0,
		ended: false,
		/** How often the work of a token was done. */
		loads: (token: string) => steps.filter((step) => step.token === token && step.worked).length,
		tokens: () => [...new Set(steps.map(({ token }) => token))],
		/** Brings everything to the present. */
		live,
		/** A submission as it arrives at AWS: a refusal, or the id of the new step. `afterMs`: it takes effect only then. */
		add,
		access,
	}

	function live(): void {
		for (const each of late.splice(0)) each.at <= clock.now ? each.effect() : late.push(each)
		let free = 0
		for (const step of steps) {
			if (step.endedAt !== null) {
				free = Math.max(free, step.endedAt)
				continue
			}
			if (step.state === 'PENDING') {
				const begins = Math.max(step.createdAt, free) + 1_000
				if (begins > clock.now) break
				begin(step, begins)
			}
			const end = (step.startedAt ?? 0) + (step.worked ? fake.runMs : 1_000)
			if (step.state === 'CANCEL_PENDING') finish(step, 'CANCELLED', clock.now)
			else if (end <= clock.now) finish(step, step.worked ? fake.ends : 'COMPLETED', end)
			if (step.endedAt === null) break
			free = step.endedAt
		}
	}

	function begin(step: FakeStep, at: number): void {
		step.state = 'RUNNING'
		step.startedAt = at
		step.worked = !(fake.honoursClaim && claims.has(step.token))
		if (fake.honoursClaim && step.worked) claims.set(step.token, step.id)
	}

	function finish(step: FakeStep, state: string, at: number): void {
		step.state = state
		step.endedAt = at
		if (state === 'COMPLETED' && step.worked) reports.set(step.token, 1_000)
	}

	function add(input: Record<string, unknown>, signedAt: Date, afterMs = 0): AwsAnswer {
		const skew = Math.abs(clock.now - signedAt.getTime())
		if (skew > SIGNATURE_MS) return failed('ours', 400, 'InvalidSignatureException', 'Signature expired')
		if (fake.ended) return refuse('ValidationException', 'A job flow that is terminated may not be modified.')
		if (fake.active + steps.filter(({ endedAt }) => endedAt === null).length >= 256) {
			return refuse('ValidationException', 'Maximum number of active steps for cluster exceeded.')
		}
		const [{ Name }] = input.Steps as [{ Name: string }]
		const id = `s-${randomBytes(7).toString('hex').slice(0, 13).toUpperCase()}`
		const token = Name.slice('sluice-replay/'.length)
		const times = { createdAt: clock.now + afterMs, startedAt: null, endedAt: null }
		const effect = () => void steps.push({ id, name: Name, token, state: 'PENDING', ...times, worked: false })
		if (afterMs === 0) effect()
		else late.push({ at: clock.now + afterMs, effect })
		return ok({ StepIds: [id] })
	}

	const ok = (value: unknown): AwsAnswer => ({ ...told(clock.now), kind: 'ok', value })
	const refuse = (code: string, message: string): AwsAnswer<never> => ({
		...{ ...told(clock.now), httpStatus: 400 },
		...{ kind: 'refused', code, message },
	})
	const failed = (cause: 'ours' | 'server', httpStatus: number, code: string, message: string): AwsAnswer<never> => ({
		...{ ...told(clock.now), httpStatus },
		...{ kind: 'failed', cause, code, message },
	})
	const denied = (action: string) => refuse('AccessDeniedException', `not authorized to perform: ${action}`)

	const shape = (step: FakeStep) => ({
		Id: step.id,
		Name: step.name,
		ActionOnFailure: 'CONTINUE',
		Status: {
			State: step.state,
			...(step.state === 'FAILED' && { FailureDetails: { Reason: 'Unknown Error', Message: 'Access Denied' } }),
			Timeline: {
				CreationDateTime: date(step.createdAt),
				StartDateTime: date(step.startedAt),
				EndDateTime: date(step.endedAt),
			},
		},
	})

	const answers: Partial<Record<AwsOperation, (input: Record<string, unknown>, options: CallOptions) => AwsAnswer>> = {
		'emr:AddJobFlowSteps': (input, { signedAt = new Date(clock.now) }) => add(input, signedAt),
		'emr:DescribeStep'({ StepId }) {
			const step = steps.find(({ id }) => id === StepId)
			return step ? ok({ Step: shape(step) }) : refuse('InvalidRequestException', `Step id '${StepId}' is not valid.`)
		},
		'emr:DescribeCluster': () => ok({ Cluster: { LogUri: `s3://${validSettings.bucket}/logs/` } }),
		'emr:ListSteps'({ Marker }) {
			if (!fake.grantsList) return denied('elasticmapreduce:ListSteps')
			const seen = steps.filter(({ createdAt }) => createdAt + fake.listLagMs <= clock.now).reverse()
			const from = Number(Marker ?? 0)
			const next = from + 50 < seen.length ? String(from + 50) : undefined
			return ok({ Steps: seen.slice(from, from + 50).map(shape), Marker: next })
		},
		'emr:CancelSteps'({ StepIds }) {
			const list = (StepIds as string[]).map((StepId) => {
				const step = steps.find(({ id }) => id === StepId)
				const stops = step?.state === 'PENDING' || (step?.state === 'RUNNING' && fake.releaseStopsRunning)
				if (!step || !stops) return { StepId, Status: 'FAILED', Reason: `Step is in state ${step?.state}.` }
				if (step.state === 'PENDING') finish(step, 'CANCELLED', clock.now)
				else step.state = 'CANCEL_PENDING'
				return { StepId, Status: 'SUBMITTED' }
			})
			return ok({ CancelStepsInfoList: list })
		},
		's3:GetObject'({ Key }) {
			const token = /sluice-replays\/(\w+)\.claim$/.exec(String(Key))?.[1]
			const stepId = claims.get(token ?? '')
			if (stepId !== undefined) return ok({ Body: JSON.stringify({ token, stepId, at: '2026-01-01T00:00:00Z' }) })
			const rows = reports.get(/run_id=(\w+)\//.exec(String(Key))?.[1] ?? '')
			if (rows !== undefined) return ok({ Body: JSON.stringify({ status: 'finished', row_count: rows, replay: true }) })
			return refuse('NoSuchKey', 'The specified key does not exist.')
		},
		's3:ListObjectsV2'({ Prefix }) {
			const begun = steps.filter(({ startedAt }) => startedAt !== null && startedAt + 300_000 <= clock.now)
			const Contents = begun.map(({ id, startedAt }) => ({
				Key: `${Prefix}${id}/stderr.gz`,
				LastModified: new Date((startedAt ?? 0) + 300_000),
			}))
			return ok({ Contents })
		},
	}

	return fake
}
export type FakeEmr = ReturnType<typeof createFakeEmr>
