import type { Addressee } from '../../lib/contract/check-report.ts'
import type { ClusterVerdict } from '../../lib/contract/cluster-status.ts'
import { type Denial, readDenial } from '../../lib/iam/denial.ts'
import type { FailureCause, NoSuccess, StoredDescription, StoredLook, StoredStep } from '../store/cluster-schema.ts'
import { causeOfState, causeOfStep, GROUP_TROUBLE, HAS_ENDED, TAKES_STEPS } from './catalogue.ts'
import { vendorTag } from './vendor-tag.ts'

export type Verdict = {
	verdict: ClusterVerdict
	confidence: 'certain' | 'likely' | 'unsure'
	headline: string
	next: string | null
	addressee: Addressee | null
	hypotheses: string[]
	/** The answer that it rests on; null when it rests on the description. */
	evidence: NoSuccess | null
}

/** `steps`: those that Sluice submitted, newest first. */
export type Facts = {
	look: StoredLook
	region: string
	description: StoredDescription | null
	steps: readonly StoredStep[]
}

/** What a finished fetch means. Pure, so that a stored fetch always reads in today's words. */
export function verdictOf(facts: Facts): Verdict {
	const { door, describe } = facts.look
	if (door) return doorVerdict(door, facts)
	if (describe) return refusedVerdict(describe, facts)
	if (facts.description === null) throw new Error('a fetch without a refusal described the cluster')
	return describedVerdict(facts.description, facts.steps)
}

const verdict = (
	name: ClusterVerdict,
	headline: string,
	next: string | null,
	addressee: Addressee | null,
	more: Partial<Verdict> = {},
): Verdict => ({
	verdict: name,
	confidence: 'certain',
	headline,
	next,
	addressee,
	hypotheses: [],
	evidence: null,
	...more,
})

const FAILURES: Record<FailureCause, string> = {
	timeout: 'AWS gave no answer in time.',
	network: 'AWS could not be reached.',
	throttled: 'AWS throttled us: the calls of this account are used up for the moment, ours and the customer’s own.',
	server: 'AWS failed to answer.',
	'circuit-open': 'The account gave no answers lately, so it was not asked.',
	ours: 'AWS did not take the call as Sluice made it: the fault is ours.',
}

const unreachable = (evidence: NoSuccess, headline: string): Verdict =>
	verdict('unreachable', headline, 'Nothing was learned of the cluster. Fetch again in a minute.', 'us', { evidence })

function doorVerdict(door: NoSuccess, { region }: Facts): Verdict {
	if (door.kind === 'failed') return unreachable(door, FAILURES[door.cause])
	const evidence = door
	if (door.code === 'RegionDisabledException') {
		const headline = `The region ${region} of the settings is not enabled in the customer’s account.`
		return verdict('wrong-region', headline, CORRECT_REGION, 'settings-admin', { evidence })
	}
	const next = 'Run a permission check: it tries every way in and says what the trust policy lists instead.'
	return verdict('role-refused', 'The role of the settings does not let us in.', next, 'us', { evidence })
}

const CORRECT_REGION = 'Have the region of the settings corrected, then fetch again.'
const TAG = 'Ask the account admin to set the tag vendor=segment on the cluster, in exactly these letters.'
const ID_IN_SETTINGS = 'Ask the customer for the id of the cluster that runs now, and have it put into the settings.'

/** The policy that refuses is named, or it denies outright: then neither tag nor id is the cause. */
const namesAnotherCause = ({ layer, explicit }: Denial) => explicit === true || (layer !== null && layer !== 'identity')

function refusedVerdict(describe: NoSuccess, { look, region }: Facts): Verdict {
	const evidence = describe
	if (describe.kind === 'failed') return unreachable(describe, FAILURES[describe.cause])
	const denial = readDenial(describe.message)
	if (denial.layer === 'session') return unreachable(describe, FAILURES.ours)
	if (look.elsewhere !== null) {
		const headline = `The cluster is in ${look.elsewhere}, where the bucket is too; the settings say ${region}.`
		return verdict('wrong-region', headline, CORRECT_REGION, 'settings-admin', { evidence })
	}
	if (describe.code === 'InvalidRequestException' || describe.code === 'ValidationException') {
		return verdict('not-found', `There is no cluster of this id in ${region}.`, ID_IN_SETTINGS, 'settings-admin', {
			evidence,
		})
	}
	if (namesAnotherCause(denial) || look.otherDenied === false) return deniedVerdict(denial, evidence)
	if (look.bucketRegion !== null && look.bucketRegion !== region) {
		const headline = `The bucket is in ${look.bucketRegion}, so most likely the cluster is too; the settings say ${region}.`
		const hypotheses = [NO_SUCH, NO_TAG, NO_RIGHT]
		return verdict('wrong-region', headline, CORRECT_REGION, 'settings-admin', {
			evidence,
			hypotheses,
			confidence: 'likely',
		})
	}
	return hiddenVerdict(look, region, evidence)
}

const NO_TAG = 'The cluster lacks the tag vendor=segment, or has it in other letters.'
const NO_SUCH = 'The id is of no cluster, or of one that ended long ago.'
const NO_RIGHT = 'The role’s policy lacks the rights on EMR.'

/** Under the shipped policy a cluster without the tag and an id of no cluster are refused alike. Logs tell them apart. */
function hiddenVerdict({ logs }: StoredLook, region: string, evidence: NoSuccess): Verdict {
	if (logs === true) {
		const headline =
			'Most likely the cluster lacks the tag vendor=segment: the bucket holds its logs, but we are refused.'
		return verdict('missing-tag', headline, TAG, 'account-admin', {
			evidence,
			confidence: 'likely',
			hypotheses: ['The cluster of these logs ended more than two months ago.', NO_RIGHT],
		})
	}
	if (logs === false) {
		const headline = `Most likely there is no cluster of this id in ${region}: we are refused, and the bucket holds no log of it.`
		return verdict('not-found', headline, ID_IN_SETTINGS, 'settings-admin', {
			evidence,
			confidence: 'likely',
			hypotheses: [NO_TAG, NO_RIGHT],
		})
	}
	const headline = 'We are refused: the tag vendor=segment, the id or the right is missing, and nothing tells which.'
	const next = 'Run a permission check, which looks at the bucket and the role too.'
	return verdict('denied', headline, next, 'us', {
		evidence,
		confidence: 'unsure',
		hypotheses: [NO_TAG, NO_SUCH, NO_RIGHT],
	})
}

function deniedVerdict({ layer, explicit }: Denial, evidence: NoSuccess): Verdict {
	const by = layer === 'scp' || layer === 'rcp' ? 'an organisation policy' : 'a policy'
	const headline =
		explicit === true
			? `elasticmapreduce:DescribeCluster is denied by ${by}.`
			: `elasticmapreduce:DescribeCluster is not allowed${layer === 'identity' || layer === null ? ' to the role' : ` by ${by}`}.`
	const next = 'Run a permission check: it names the policy and writes the message to the customer.'
	return verdict(
		'denied',
		headline,
		next,
		layer === 'scp' || layer === 'rcp' ? 'organisation-admin' : 'account-admin',
		{
			evidence,
		},
	)
}

function describedVerdict(description: StoredDescription, steps: readonly StoredStep[]): Verdict {
	const { state, reasonCode, reasonMessage, releaseLabel } = description
	const cause = causeOfState(reasonCode, reasonMessage)
	if (HAS_ENDED.has(state)) {
		const shutting = state === 'TERMINATING' ? 'is shutting down' : 'has ended'
		const why = cause ? ` ${cause.meaning}` : ''
		return verdict(
			'ended',
			`The cluster ${shutting}.${why}`,
			cause?.next ?? ID_IN_SETTINGS,
			cause?.addressee ?? 'settings-admin',
		)
	}
	const tag = vendorTag(description.tags)
	if (!tag.ok) {
		const headline = `The cluster has no tag vendor=segment in exactly these letters${tag.found ? `; it has ${tag.found}` : ''}.`
		return verdict('missing-tag', headline, TAG, 'account-admin')
	}
	if (!TAKES_STEPS.has(state)) {
		return verdict('attention', `The cluster is ${state}, a state that Sluice does not know.`, null, null, {
			confidence: 'unsure',
		})
	}
	const trouble = groupTrouble(description)
	if (trouble) return verdict('attention', trouble.meaning, trouble.next, trouble.addressee)
	const [latest] = steps.filter((step) => step.timeline.endedAt !== null)
	if (latest?.state === 'FAILED') {
		const { meaning, next, addressee } = causeOfStep(latest.failure?.reason ?? null, latest.failure?.message ?? null)
		const on = releaseLabel ? ` on ${releaseLabel}` : ''
		return verdict('attention', `The last step that Sluice submitted failed${on}. ${meaning}`, next, addressee)
	}
	return verdict('ok', `The cluster is ${state} and takes work.`, null, null)
}

function groupTrouble({ instances }: StoredDescription) {
	if (instances.is !== 'told') return null
	const group = instances.groups.find(({ state }) => Object.hasOwn(GROUP_TROUBLE, state))
	const entry = group && GROUP_TROUBLE[group.state]
	return entry
		? { ...entry, meaning: `${group.type ?? 'An instance'} group is ${group.state}. ${entry.meaning}` }
		: null
}
