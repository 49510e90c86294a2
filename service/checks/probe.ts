import type { FindingLayer, Profile } from '../../lib/contract/check-report.ts'
import type { AwsAnswer, AwsOperation } from '../aws/ports.ts'
import type { Target } from './order.ts'
import type { ProbeNames } from './probe-names.ts'

/** The AWS services that a check opens a session for. */
export type ProbedService = 's3' | 'glue' | 'emr'

/** What an answer means for the right that was asked about. */
export type Meaning =
	/** `unneeded`: nothing of the target requires the right. `ofOrder`: only if the API authorizes before it validates. */
	| { is: 'allowed'; headline?: string; unneeded?: true; ofOrder?: true }
	/** `text` is the refusal as AWS wrote it; `likely` the layer to name when the text names none. */
	| { is: 'denied'; text: string; headline?: string; likely?: FindingLayer }
	| { is: 'wrong-setting'; headline: string; likely?: true; layer?: FindingLayer }
	/** The answer tells of the subject of another probe; `otherwise` is what it means if that probe found nothing wrong. */
	| { is: 'blocked-by'; findingId: string; otherwise?: Meaning }
	| { is: 'not-provable' | 'unsafe-skipped' | 'error'; headline: string }

/** How a refusal with this code, and with this text where `text` is given, is read. The first that fits counts. */
export type Rule = { codes: readonly string[]; text?: RegExp; means: Meaning }

/** What a probe may look at: the order, the run's random names and what earlier probes were answered. */
export type Scene = {
	readonly target: Target
	readonly names: ProbeNames
	readonly now: Date
	/** Null: the probe made no call, or is not of this profile. Only of probes in `needs`, `after` or `of`. */
	answer(findingId: string): AwsAnswer | null
	/** One more call in the session of the probe's service. */
	call(operation: AwsOperation, input: Record<string, unknown>): Promise<AwsAnswer>
}

type Input = { input: Record<string, unknown> } | { meaning: Meaning }

/** One call that changes nothing, whatever comes of it. */
export type CallWay = {
	by: 'call'
	service: ProbedService
	operation: AwsOperation
	/** ARNs that the call is authorized against: all the session may touch with this action. */
	on(target: Target, names: ProbeNames): readonly string[]
	input(scene: Scene): Input | Promise<Input>
	/** Reads an answer before the rules do; null leaves it to them. */
	read?(answer: AwsAnswer, scene: Scene): Meaning | null
	rules: readonly Rule[]
	/** `opens` asks for an upload that is recorded before; `ends` ends it. */
	upload?: 'opens' | 'ends'
}

export type Way =
	| CallWay
	/** Told by the answer of another probe; no call of its own. */
	| { by: 'answer'; of: string; read(answer: AwsAnswer, scene: Scene): Meaning }
	/** No harmless call can tell. */
	| { by: 'nothing'; headline: string }
	/** Told by how the customer's role answered: see trust.ts. */
	| { by: 'trust'; part: 'role' | 'account' | 'strangers' }

/** One right, or one fact about the settings, and how it is found out. */
export type Probe = {
	/** The finding's id: `<service>-<action>`, the same in every run. */
	id: string
	group: 'trust' | 's3' | 'glue' | 'emr' | 'iam'
	/** As IAM names it. */
	action: string
	/** The resource that a policy must name for it; null where there is none or no name is known. */
	resource(target: Target): string | null
	purpose: string
	breaks: Breaks | null
	/** In which profiles it is asked, and whether its failure blocks there. */
	profiles: Partial<Record<Profile, 'mandatory' | 'extra'>>
	/** Asked only if all of these are allowed. */
	needs: readonly string[]
	/** Asked once these are known, whatever they say. */
	after?: readonly string[]
	way: Way
}

/** The sync errors as customers see them (product documentation, data lakes sync reports). */
export const BREAKS = {
	stageUpload: 'Insufficient permissions: stage upload',
	download: 'Insufficient permissions: S3 download',
	upload: 'Insufficient permissions: S3 upload',
	delete: 'Insufficient permissions: S3 delete',
	submit: 'Insufficient permissions: EMR submit',
	stepStatus: 'Insufficient permissions: EMR step status',
	deleteTable: 'Insufficient permissions: Glue delete table',
	readSchema: 'Insufficient permissions: Glue read schema',
	externalId: 'Invalid settings: external id wrong',
	/** The list has no kind for it: the report says so, and what it could not do is ours to add. */
	writeCatalog: 'Internal error (the Glue catalog cannot be written)',
	internal: 'Internal error',
} as const
export type Breaks = (typeof BREAKS)[keyof typeof BREAKS]

export const ALLOWED: Meaning = { is: 'allowed' }
