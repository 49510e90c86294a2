import type { Finding, FindingLayer, Profile } from '../../lib/contract/check-report.ts'
import { readDenial } from '../../lib/iam/denial.ts'
import type { AwsAnswer } from '../aws/ports.ts'
import type { Target } from './order.ts'
import type { Meaning, Probe } from './probe.ts'
import { isOurBelt } from './reading.ts'

/** One call and its answer, as evidence. */
export type Told = { call: string; input: Record<string, unknown>; answer: AwsAnswer; at: Date }

export type Subject = { probe: Probe; target: Target; profile: Profile }

type Read = Pick<Finding, 'outcome' | 'layer' | 'explicit' | 'confidence' | 'headline' | 'blockedBy'> & {
	policyArn: string | null
	soundness: Finding['evidence']['soundness']
}

/** The finding of a probe. `calibratedAt` is when a control session showed that the answer proves the right. */
export function findingOf(
	{ probe, target, profile }: Subject,
	meaning: Meaning,
	told: Told | null,
	calibratedAt: Date | null = null,
): Finding {
	const { policyArn, soundness, ...read } = readingOf(probe, meaning, told)
	return {
		findingId: probe.id,
		group: probe.group,
		action: probe.action,
		resource: probe.resource(target),
		purpose: probe.purpose,
		mandatory: probe.profiles[profile] === 'mandatory',
		breaks: read.outcome === 'denied' || read.outcome === 'wrong-setting' ? probe.breaks : null,
		hypotheses: [],
		remediation: null,
		...read,
		evidence: {
			...evidenceOf(told),
			// Of a batch that went well as a whole, the text of the item that was refused.
			...(meaning.is === 'denied' && { message: meaning.text }),
			policyArn,
			soundness: calibratedAt && read.outcome === 'allowed' ? 'control-session' : soundness,
			calibratedAt: calibratedAt?.toISOString() ?? null,
		},
	}
}

function readingOf(probe: Probe, meaning: Meaning, told: Told | null): Read {
	const plain = { layer: null, explicit: null, blockedBy: null, policyArn: null } as const
	const unsure = { ...plain, confidence: 'unsure', soundness: 'unproven' } as const
	switch (meaning.is) {
		case 'allowed': {
			const proof = told?.answer.kind === 'refused' && !meaning.unneeded ? 'documented' : 'not-needed'
			const headline = meaning.headline ?? `${probe.action} is allowed.`
			return { ...plain, outcome: 'allowed', confidence: 'certain', soundness: proof, headline }
		}
		case 'denied': {
			if (isOurBelt(meaning.text))
				return {
					...unsure,
					outcome: 'error',
					headline: `Sluice's own session policy refused ${probe.action}: the fault is ours.`,
				}
			const denial = readDenial(meaning.text)
			const layer = denial.layer ?? meaning.likely ?? null
			const sure = meaning.likely ? 'likely' : 'unsure'
			return {
				outcome: 'denied',
				layer,
				explicit: denial.explicit,
				policyArn: denial.policyArn,
				blockedBy: null,
				confidence: denial.layer ? 'certain' : sure,
				soundness: 'not-needed',
				headline: meaning.headline ?? deniedBy(probe.action, layer, denial.explicit),
			}
		}
		case 'wrong-setting':
			return {
				...plain,
				outcome: 'wrong-setting',
				layer: meaning.layer ?? null,
				confidence: meaning.likely ? 'likely' : 'certain',
				soundness: 'not-needed',
				headline: meaning.headline,
			}
		case 'blocked-by':
			return {
				...plain,
				outcome: 'blocked-by',
				blockedBy: meaning.findingId,
				confidence: 'certain',
				soundness: 'unproven',
				headline: `${probe.action} could not be tried, because something before it failed.`,
			}
		case 'not-provable':
		case 'unsafe-skipped':
		case 'error':
			return { ...unsure, outcome: meaning.is, headline: meaning.headline }
	}
}

const LAYERS: Record<FindingLayer, string> = {
	identity: 'identity-based policy',
	resource: 'policy of the resource',
	boundary: 'permissions boundary',
	session: 'session policy',
	scp: 'service control policy',
	rcp: 'resource control policy',
	vpce: 'policy of our VPC endpoint',
	trust: 'trust policy of the role',
	kms: 'policy of the encryption key',
	lakeformation: 'Lake Formation grant',
}

function deniedBy(action: string, layer: FindingLayer | null, explicit: boolean | null): string {
	if (layer === null) return `${action} is denied; AWS does not say by which policy.`
	if (explicit === false) return `No ${LAYERS[layer]} allows ${action}.`
	return explicit
		? `${action} is denied explicitly, by a ${LAYERS[layer]}.`.replace(/\ba (?=i)/, 'an ')
		: `${action} is denied, probably by the ${LAYERS[layer]}.`
}

function evidenceOf(told: Told | null) {
	if (told === null)
		return {
			call: null,
			input: null,
			httpStatus: null,
			code: null,
			awsRequestId: null,
			message: null,
			at: null,
			durationMs: 0,
		}
	const { call, input, answer, at } = told
	return {
		call,
		input,
		httpStatus: answer.httpStatus,
		code: answer.kind === 'ok' ? null : answer.code,
		awsRequestId: answer.requestId,
		message: answer.kind === 'ok' ? null : answer.message,
		at: at.toISOString(),
		durationMs: Math.max(0, Math.round(answer.durationMs)),
	}
}
