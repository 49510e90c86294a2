import { z } from 'zod'
import { clusterId } from './aws-name.ts'
import { ADDRESSEES, growing } from './check-report.ts'
import { pathId } from './list.ts'
import { restricted } from './redaction.ts'
import { operators } from './role.ts'

/**
 * `ok` it takes work; `attention` it exists, but something about it needs a look; `ended` it will never take work again;
 * `missing-tag` it lacks the tag that the shipped policy asks for; `not-found` there is no such cluster; `wrong-region` the
 * settings name another region than the lake's; `denied` a policy refuses to show it; `role-refused` the role does not let
 * us in; `unreachable` nothing was learned: neither good nor bad.
 */
export const CLUSTER_VERDICTS = [
	'ok',
	'attention',
	'ended',
	'missing-tag',
	'not-found',
	'wrong-region',
	'denied',
	'role-refused',
	'unreachable',
] as const
export type ClusterVerdict = (typeof CLUSTER_VERDICTS)[number]

/** Amazon EMR API reference: ClusterStatus, StepStatus, InstanceGroupStatus. A state that is not listed is shown as itself. */
export const CLUSTER_STATES = [
	'STARTING',
	'BOOTSTRAPPING',
	'RUNNING',
	'WAITING',
	'TERMINATING',
	'TERMINATED',
	'TERMINATED_WITH_ERRORS',
] as const
export const STEP_STATES = [
	'PENDING',
	'CANCEL_PENDING',
	'RUNNING',
	'COMPLETED',
	'CANCELLED',
	'FAILED',
	'INTERRUPTED',
] as const

/** Who reads causes and next actions: everybody who works on cases, so not who only audits. */
const caseReaders = ['admin', 'engineer', 'support', 'viewer'] as const

const time = z.iso.datetime()
const ageMs = z.int().min(0)

/** What a fetch of the account told, with the moment it was told. */
const description = z.object({
	asOf: time,
	/** By the service's clock, when it answered. Milliseconds. */
	ageMs,
	name: z.string(),
	state: growing(CLUSTER_STATES),
	/** The state in plain words; of an unknown state that it is unknown. */
	stateMeaning: z.string(),
	reason: z.object({
		/** `USER_REQUEST`, `BOOTSTRAP_FAILURE` ... as EMR writes it; null when it gives none. */
		code: z.string().max(64).nullable(),
		/** Of the catalogue; null when there is nothing to explain. */
		meaning: restricted(z.string().nullable(), caseReaders),
		/** As EMR writes it. */
		message: restricted(z.string().nullable(), operators),
	}),
	/** At most ten. */
	errors: z.array(
		z.object({
			code: z.string(),
			message: restricted(z.string().nullable(), operators),
			data: restricted(z.array(z.record(z.string(), z.string())), operators),
		}),
	),
	releaseLabel: z.string().nullable(),
	applications: z.array(z.object({ name: z.string(), version: z.string().nullable() })),
	/** `found`: the tag that looks most like it when it is not exactly `vendor=segment`, for example `Vendor=Segment`. */
	vendorTag: z.object({ ok: z.boolean(), found: z.string().nullable() }),
	tags: restricted(z.array(z.object({ key: z.string(), value: z.string() })), operators),
	logUri: restricted(z.string().nullable(), operators),
	timeline: z.object({ createdAt: time.nullable(), readyAt: time.nullable(), endedAt: time.nullable() }),
	collectionType: growing(['INSTANCE_GROUP', 'INSTANCE_FLEET']).nullable(),
	stepConcurrency: z.int().nullable(),
	terminationProtected: z.boolean().nullable(),
	autoTerminate: z.boolean().nullable(),
	normalizedInstanceHours: z.int().nullable(),
	/** Names and ARNs in the customer's account. */
	place: restricted(
		z.object({
			clusterArn: z.string().nullable(),
			subnetId: z.string().nullable(),
			zone: z.string().nullable(),
			instanceProfile: z.string().nullable(),
			serviceRole: z.string().nullable(),
			autoScalingRole: z.string().nullable(),
			securityConfiguration: z.string().nullable(),
		}),
		operators,
	),
})
export type ClusterDescription = z.infer<typeof description>

/**
 * What fills one panel of the page. `granted: false`: the customer's policy does not allow `needs`, which blocks nothing.
 * `note` says why there is nothing to show although it is granted.
 */
const panel = { granted: z.boolean(), needs: z.string().nullable(), note: z.string().nullable() }

export const instancePanel = z.object({
	...panel,
	groups: z.array(
		z.object({
			groupId: z.string(),
			name: z.string().nullable(),
			/** MASTER, CORE or TASK. */
			type: z.string().nullable(),
			market: z.string().nullable(),
			instanceType: z.string().nullable(),
			requested: z.int().nullable(),
			running: z.int().nullable(),
			state: z.string(),
			message: restricted(z.string().nullable(), operators),
		}),
	),
})
export type InstancePanel = z.infer<typeof instancePanel>

/** A step that Sluice submitted. `state` is null until a fetch has asked for it. */
export const clusterStep = z.object({
	stepId: z.string(),
	submittedAt: time,
	submittedBy: z.string(),
	/** The replay that it is part of. */
	replayId: z.string().nullable(),
	asOf: time.nullable(),
	name: z.string().nullable(),
	state: growing(STEP_STATES).nullable(),
	actionOnFailure: z.string().nullable(),
	timeline: z.object({ createdAt: time.nullable(), startedAt: time.nullable(), endedAt: time.nullable() }),
	/** Null unless EMR gives details of a failure. */
	failure: z
		.object({
			reason: z.string().nullable(),
			meaning: restricted(z.string(), caseReaders),
			nextAction: restricted(z.string(), caseReaders),
			message: restricted(z.string().nullable(), operators),
			logFile: restricted(z.string().nullable(), operators),
		})
		.nullable(),
})
export type ClusterStep = z.infer<typeof clusterStep>

const head = {
	clusterId,
	sourceId: pathId,
	customer: z.string(),
	region: z.string(),
	/** Null: nothing was ever fetched, or the first fetch is not done. */
	verdict: growing(CLUSTER_VERDICTS).nullable(),
	/** The verdict as a sentence without ARNs. */
	headline: z.string().nullable(),
	/** When the verdict was reached: the newest finished fetch. */
	fetchedAt: time.nullable(),
	ageMs: ageMs.nullable(),
	/** The fetch that is under way; `restarts` counts workers that were stopped over it. */
	fetching: z.object({ since: time, restarts: z.int().min(0) }).nullable(),
	/** Who last asked for a fetch. */
	requestedBy: z.string().nullable(),
	requestedAt: time.nullable(),
}

/** One row of the recents. */
export const clusterRow = z.object({ ...head, state: growing(CLUSTER_STATES).nullable() })
export type ClusterRow = z.infer<typeof clusterRow>

export const clusterStatus = z.object({
	...head,
	/** Whether the source's settings name this cluster now. */
	inSettings: z.boolean(),
	/** `certain`: AWS said it; `likely`: the best of several explanations, the others stand in `hypotheses`. */
	confidence: growing(['certain', 'likely', 'unsure']).nullable(),
	nextAction: restricted(z.string().nullable(), caseReaders),
	/** Who can take it. */
	addressee: restricted(growing(ADDRESSEES).nullable(), caseReaders),
	hypotheses: restricted(z.array(z.string()), caseReaders),
	/** What AWS answered, when the verdict rests on a refusal or on no answer. */
	evidence: z
		.object({
			/** As IAM names it, for example `elasticmapreduce:DescribeCluster`. */
			action: z.string(),
			code: z.string().nullable(),
			message: restricted(z.string(), operators),
			awsRequestId: restricted(z.string().nullable(), operators),
		})
		.nullable(),
	/** Why the newest fetch never ended; null otherwise. */
	failure: z.string().nullable(),
	/**
	 * While somebody looks, the account is asked again at `nextAt`. Null: the page is not live. `throttled`: EMR asked us to
	 * slow down, so the pace is slower.
	 */
	live: z.object({ nextAt: time.nullable(), everyMs: z.int().min(0), throttled: z.boolean() }).nullable(),
	/** The newest description, which may be older than the verdict: a fetch that learned nothing leaves it. */
	cluster: description.nullable(),
	/** Null until a fetch has described the cluster. */
	instances: instancePanel.nullable(),
	/** Steps that Sluice submitted: the latest failure first, then the newest. */
	steps: z.object({ ...panel, items: z.array(clusterStep) }),
})
export type ClusterStatus = z.infer<typeof clusterStatus>
