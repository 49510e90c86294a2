import type { Kysely } from 'kysely'
import type { Audit, AuditId } from '../audit/public.ts'
import type {
	AwsAnswer,
	AwsOperation,
	CallOptions,
	CustomerAccess,
	PolicyStatement,
	RoleSession,
} from '../aws/ports.ts'
import { sessionNameOf } from '../aws/session-name.ts'
import { bucketArn, clusterArn, createTrustTries, enter } from '../checks/public.ts'
import type { ReplaySettings } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'
import type { Attempt } from './attempt.ts'
import { CLAIMS } from './claim-key.ts'
import { REPORTS } from './report-key.ts'

/** What a session is for: each may do just that. */
export type Purpose = 'submit' | 'follow' | 'find' | 'files' | 'stop'

type Service = 'emr' | 's3'
const EMR_ACTIONS = {
	submit: ['AddJobFlowSteps'],
	follow: ['DescribeStep'],
	find: ['ListSteps', 'DescribeStep', 'DescribeCluster'],
	stop: ['CancelSteps'],
} as const satisfies Record<Exclude<Purpose, 'files'>, readonly string[]>

export function beltOf(purpose: Purpose, settings: ReplaySettings): [Service, PolicyStatement[]] {
	if (purpose !== 'files') {
		const Action = EMR_ACTIONS[purpose].map((name) => `elasticmapreduce:${name}`)
		return ['emr', [{ Effect: 'Allow', Action, Resource: [clusterArn(settings)] }]]
	}
	const bucket = bucketArn(settings)
	const via = { StringEquals: { 'kms:ViaService': `s3.${settings.region}.amazonaws.com` } }
	return [
		's3',
		[
			// Who may not list is told "access denied" instead of "no such key".
			{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [bucket] },
			{
				Effect: 'Allow',
				Action: ['s3:GetObject'],
				Resource: [CLAIMS, REPORTS].map((prefix) => `${bucket}/${prefix}*`),
			},
			{ Effect: 'Allow', Action: ['kms:Decrypt'], Resource: ['*'], Condition: via },
		],
	]
}

/** What one attempt does in the customer's account: nothing before it stands in the audit. */
export type Hand = {
	settings: ReplaySettings
	/** A session of its own for each purpose, opened once. `about` goes into the audit. */
	open(purpose: Purpose, about: Record<string, unknown>): Promise<AwsAnswer<RoleSession>>
	call(
		session: RoleSession,
		operation: AwsOperation,
		input: Record<string, unknown>,
		options?: CallOptions,
	): Promise<AwsAnswer>
	/** What came of it, for the audit; without it: `ok`. */
	told(purpose: Purpose, result: { status: number; code: string }): void
	/** Writes the outcomes; `result` for what did not say its own. */
	ended(result: { status: number; code: string }): Promise<void>
}

type HandPorts = { db: Kysely<Database>; access: CustomerAccess; audit: Audit; now: () => Date }

export function createHand({ record, plan }: Attempt, { db, access, audit, now }: HandPorts): Hand {
	const { settings } = plan
	const { requester, source_id, customer, replay_id, attempt, ticket } = record
	const target = { ...settings, sourceId: source_id, customer }
	const sessionName = sessionNameOf(requester.person, requester.requestId)
	const opened = new Map<Purpose, Promise<AwsAnswer<RoleSession>>>()
	const intents: { purpose: Purpose; id: AuditId; begun: number }[] = []
	const results = new Map<Purpose, { status: number; code: string }>()

	async function openOnce(purpose: Purpose, about: Record<string, unknown>): Promise<AwsAnswer<RoleSession>> {
		const entry = { ...requester, gateRequestId: null, operation: 'replays.perform', target: source_id, ticket }
		const begun = now().getTime()
		const id = await audit.intent({ ...entry, parameters: { replayId: replay_id, attempt, purpose, ...about } })
		intents.push({ purpose, id, begun })
		const [service, belt] = beltOf(purpose, settings)
		const ports = { access, tries: createTrustTries(db), now }
		const { sessions, told } = await enter({ target, sessionName }, ports, new Map([[service, belt]]))
		return sessions.get(service) ?? told.answer
	}

	return {
		settings,
		open(purpose, about) {
			const session = opened.get(purpose) ?? openOnce(purpose, about)
			opened.set(purpose, session)
			return session
		},
		call: (...asked) => access.call(...asked),
		told: (purpose, result) => void results.set(purpose, result),
		async ended(result) {
			for (const { purpose, id, begun } of intents.splice(0)) {
				await audit.outcome(id, { ...(results.get(purpose) ?? result), latencyMs: now().getTime() - begun })
			}
		},
	}
}
