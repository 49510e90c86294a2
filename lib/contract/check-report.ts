import { z } from 'zod'
import { pathId } from './list.ts'
import { restricted } from './redaction.ts'
import { operators } from './role.ts'

/** What a check asks: the rights of a running lake, of a replay on its own or on a separate cluster, and of the extra panels. */
export const PROFILES = ['sync', 'replay-existing', 'replay-dedicated', 'debug'] as const
export type Profile = (typeof PROFILES)[number]

/**
 * `allowed` the call got past authorization; `denied` authorization refused it; `wrong-setting` rights are fine, but what the
 * settings name does not exist, has ended or lies elsewhere; `not-provable` no harmless call can tell; `blocked-by` not
 * run, because an earlier probe failed; `error` the look-up failed on our side or on the way: neither pass nor fail;
 * `unsafe-skipped` would have changed something.
 */
export const OUTCOMES = [
	'denied',
	'wrong-setting',
	'error',
	'not-provable',
	'blocked-by',
	'unsafe-skipped',
	'allowed',
] as const
export type FindingOutcome = (typeof OUTCOMES)[number]

/** The policy that refused: see permission layers in the IAM user guide; `trust` is the role's trust policy, `vpce` our own endpoint. */
export const LAYERS = [
	'identity',
	'resource',
	'boundary',
	'session',
	'scp',
	'rcp',
	'vpce',
	'trust',
	'kms',
	'lakeformation',
] as const
export type FindingLayer = (typeof LAYERS)[number]

/** Who can lift a denial. `us` is never sent to a customer. */
export const ADDRESSEES = [
	'account-admin',
	'organisation-admin',
	'bucket-owner',
	'key-owner',
	'data-lake-admin',
	'settings-admin',
	'us',
] as const
export type Addressee = (typeof ADDRESSEES)[number]

export const VERDICTS = ['ok', 'blocked', 'unclear'] as const
export type CheckVerdict = (typeof VERDICTS)[number]

/** A list that may grow: a reader of an older version shows a word it does not know as it stands instead of failing. */
export const growing = <const Words extends readonly [string, ...string[]]>(words: Words) =>
	z.union([z.enum(words), z.string().max(64)])

const time = z.iso.datetime()

/** One right and what became of asking for it. `findingId` names the probe and is the same in every run. */
export const finding = z.object({
	findingId: pathId,
	group: growing(['trust', 's3', 'glue', 'emr', 'iam']),
	/** As IAM names it, for example `glue:GetTable`. */
	action: z.string(),
	/** ARN, or null where the action has none. */
	resource: restricted(z.string().nullable(), operators),
	/** What the right is for, in a few words. */
	purpose: z.string(),
	outcome: growing(OUTCOMES),
	/** Of a denial: the layer that its text names or that the other findings point to; null when nothing tells. */
	layer: growing(LAYERS).nullable(),
	/** A statement denies it; false: no statement allows it; null: not a denial, or unknown. */
	explicit: z.boolean().nullable(),
	/** `certain`: AWS said it or the probe is proven; `likely`: the best of several explanations; `unsure`: nothing tells. */
	confidence: growing(['certain', 'likely', 'unsure']),
	/** False for an extra right whose absence blocks nothing. */
	mandatory: z.boolean(),
	/** One sentence that stands by itself, without ARNs. */
	headline: z.string(),
	/** The sync error the customer sees, of the product's public list; null when nothing breaks. */
	breaks: z.string().nullable(),
	/** `findingId` of the probe whose failure kept this one from running. */
	blockedBy: z.string().nullable(),
	/** Other explanations that the evidence leaves open, most likely first. */
	hypotheses: z.array(z.string()),
	evidence: z.object({
		/** `service:Operation` of the API call; null when none was made. */
		call: z.string().nullable(),
		/** The input of that call. */
		input: restricted(z.record(z.string(), z.unknown()).nullable(), operators),
		httpStatus: z.int().nullable(),
		/** The error code as AWS wrote it; null when the call succeeded. */
		code: z.string().nullable(),
		awsRequestId: restricted(z.string().nullable(), operators),
		/** The text as AWS wrote it. */
		message: restricted(z.string().nullable(), operators),
		policyArn: restricted(z.string().nullable(), operators),
		/** Why the answer proves what it proves; `calibratedAt` when a control session showed it. */
		soundness: growing(['documented', 'control-session', 'unproven', 'not-needed']),
		calibratedAt: time.nullable(),
		/** When the answer came; earlier than the check for a try that is made at most once a day. */
		at: time.nullable(),
		durationMs: z.int().min(0),
	}),
	/** First remedy: who can lift it and what they do, in one sentence. `adviceId` names the full text of the report. */
	remediation: restricted(
		z.object({ addressee: growing(ADDRESSEES), sentence: z.string(), adviceId: z.string().nullable() }).nullable(),
		operators,
	),
})
export type Finding = z.infer<typeof finding>

/** What to change and what to send, for all findings of one cause. Texts hold no placeholders. */
export const advice = z.object({
	adviceId: pathId,
	addressee: growing(ADDRESSEES),
	/** "Ask the organisation admin", as a title. */
	title: z.string(),
	findingIds: z.array(z.string()),
	/** The JSON to add or the statement to relax; null when no snippet of ours could lift it. */
	policy: z.string().nullable(),
	/** The policy before, when `policy` is a whole document that replaces another; drawn as a diff. */
	policyBefore: z.string().nullable(),
	terraform: z.string().nullable(),
	commands: z.string().nullable(),
	/** The message as Markdown; null when the addressee is us. */
	message: z.string().nullable(),
})
export type Advice = z.infer<typeof advice>

/** One way of asking for the customer's role, tried after the usual way was refused or to see whether strangers are refused. */
export const trustTry = z.object({
	principalArn: z.string(),
	roleArn: z.string(),
	/** Null: asked without an external id. */
	externalId: z.string().nullable(),
	/** Whose id it is: `none` and `random` are the stranger's tries. */
	of: growing(['workspace', 'this-source', 'other-source', 'none', 'random']),
	accepted: z.boolean().nullable(),
	at: time,
})
export type TrustTry = z.infer<typeof trustTry>

const head = {
	checkId: pathId,
	sourceId: pathId,
	customer: z.string(),
	profile: growing(PROFILES),
	status: z.enum(['running', 'done', 'failed']),
	progress: z.object({ done: z.int().min(0), total: z.int().min(0) }),
	verdict: z.enum(VERDICTS).nullable(),
	/** The verdict as a sentence without ARNs; null while it runs. */
	headline: z.string().nullable(),
	/** False: the settings came from the form. */
	saved: z.boolean(),
	requestedBy: z.string(),
	requestedAt: time,
	finishedAt: time.nullable(),
}

/** One row of a list of checks. */
export const checkRow = z.object(head)
export type CheckRow = z.infer<typeof checkRow>

/** A report. It never changes once `status` is no longer `running`. */
export const check = z.object({
	...head,
	ticket: z.string().nullable(),
	startedAt: time.nullable(),
	/** How often the check began anew because its worker had been stopped. */
	restarts: z.int().min(0),
	/** Why no verdict was reached; null unless `status` is `failed`. */
	failure: z.string().nullable(),
	/** What was checked: the settings at that moment. */
	settings: z.object({
		region: z.string(),
		database: z.string(),
		clusterId: z.string(),
		/** Version of the stored record; null for settings from the form. */
		version: z.int().nullable(),
		roleArn: restricted(z.string(), operators),
		catalogId: restricted(z.string(), operators),
		bucket: restricted(z.string(), operators),
		/** The one that the customer's role accepted, or the first that was tried. */
		externalId: restricted(z.string().nullable(), operators),
	}),
	findings: z.array(finding),
	advice: restricted(z.array(advice), operators),
	trust: restricted(z.array(trustTry), operators),
	/** A later finished check of the same source and profile, both of stored settings. */
	newer: z.object({ checkId: pathId, verdict: z.enum(VERDICTS).nullable(), finishedAt: time }).nullable(),
})
export type Check = z.infer<typeof check>

/** The latest finished check of a source's stored settings, of whatever profile. */
export const lastCheck = z.object({
	checkId: pathId,
	profile: growing(PROFILES),
	verdict: z.enum(VERDICTS),
	finishedAt: time,
})
export type LastCheck = z.infer<typeof lastCheck>
