import type { Addressee, Finding, FindingLayer, FindingOutcome, Profile } from '../../lib/contract/check-report.ts'

type Text<Word extends string> = Readonly<Record<Word, string>>

/** The name of `word` on screen; a word of a newer service that this page does not know stands as it is. */
const nameOf =
	<Word extends string>(names: Text<Word>) =>
	(word: string): string =>
		new Map<string, string>(Object.entries(names)).get(word) ?? word

export const PROFILE_WORDS: Readonly<Record<Profile, { name: string; about: string }>> = {
	sync: { name: 'Sync', about: 'Every right that the running lake needs.' },
	'replay-existing': { name: 'Replay, existing cluster', about: 'What a replay on the customer’s own cluster needs.' },
	'replay-dedicated': { name: 'Replay, dedicated cluster', about: 'As above, with a cluster started for the replay.' },
	debug: { name: 'Debug', about: 'The extra rights that unlock further panels.' },
}

export const profileName = (profile: string) =>
	new Map<string, { name: string }>(Object.entries(PROFILE_WORDS)).get(profile)?.name ?? profile

const OUTCOMES: Text<FindingOutcome> = {
	denied: 'Denied',
	'wrong-setting': 'Wrong setting',
	error: 'Could not look',
	'not-provable': 'Not provable',
	'blocked-by': 'Not asked',
	'unsafe-skipped': 'Skipped',
	allowed: 'Allowed',
}
export const outcomeName = nameOf(OUTCOMES)

/** What an outcome says and, above all, what it does not say. */
const OUTCOMES_MEAN: Text<FindingOutcome> = {
	denied: 'The customer’s account refused this call.',
	'wrong-setting': 'The right is there, but what the settings name is missing, has ended or lies elsewhere.',
	error: 'The look-up itself failed, so this is neither a pass nor a fail.',
	'not-provable': 'No harmless call can tell whether this right is there.',
	'blocked-by': 'An earlier call failed, and this one builds on it.',
	'unsafe-skipped': 'Asking would have changed something.',
	allowed: 'The call got past authorization.',
}
export const outcomeMeaning = (outcome: string) =>
	new Map<string, string>(Object.entries(OUTCOMES_MEAN)).get(outcome) ?? null

const LAYERS: Text<FindingLayer> = {
	identity: 'role policy',
	resource: 'resource policy',
	boundary: 'permissions boundary',
	session: 'session policy',
	scp: 'organisation policy (SCP)',
	rcp: 'organisation policy (RCP)',
	vpce: 'VPC endpoint policy',
	trust: 'trust policy',
	kms: 'key policy',
	lakeformation: 'Lake Formation',
}
const layerName = nameOf(LAYERS)

/** "organisation policy (SCP), explicit deny": who refused and how, as far as it is known; empty when nothing tells. */
export function layerWords({ layer, explicit }: Pick<Finding, 'layer' | 'explicit'>): string {
	const how = explicit === null ? null : explicit ? 'explicit deny' : 'no allow'
	return [layer && layerName(layer), how].filter(Boolean).join(', ')
}

const ADDRESSEES: Text<Addressee> = {
	'account-admin': 'the customer’s AWS account admin',
	'organisation-admin': 'the customer’s organisation admin',
	'bucket-owner': 'the owner of the bucket',
	'key-owner': 'the owner of the KMS key',
	'data-lake-admin': 'the customer’s data-lake admin',
	'settings-admin': 'whoever keeps the source’s settings',
	us: 'us',
}
export const addresseeName = nameOf(ADDRESSEES)

export const groupName = nameOf({ trust: 'Trust', s3: 'S3', glue: 'Glue', emr: 'EMR', iam: 'IAM' })

const CONFIDENCE = { certain: 'certain', likely: 'likely', unsure: 'unsure' } as const
export const confidenceName = nameOf(CONFIDENCE)

export const soundnessName = nameOf({
	documented: 'AWS documents that this call is authorized before anything else.',
	'control-session': 'Proven by a second session that was denied on purpose.',
	unproven: 'Not proven: this call may answer before it is authorized.',
	'not-needed': 'The answer speaks for itself.',
})
