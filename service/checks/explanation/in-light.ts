import type { Finding } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import type { Reason } from './cause.ts'
import { idOf, reasonOf } from './reason.ts'
import type { Explained } from './verdict.ts'
import { sentence } from './words.ts'

type Light = Pick<Finding, 'headline' | 'layer' | 'explicit' | 'confidence'>

/** A finding as its cause shows it: what the other findings tell is said in it, what AWS named stays. */
export function inLight(finding: Finding, { cause, explanation }: Explained, { region }: Target): Finding {
	const alone = reasonOf(finding, region)
	const { reason } = cause
	const told = reason.kind === 'trust' || alone === null || idOf(alone) !== cause.id
	return {
		...finding,
		...(told && light(finding, reason, explanation.clause)),
		hypotheses: [...explanation.hypotheses],
		remediation: { addressee: explanation.addressee, sentence: explanation.remedy, adviceId: cause.id },
	}
}

function light({ layer, explicit, action, confidence }: Finding, reason: Reason, clause: string): Light {
	switch (reason.kind) {
		case 'trust':
			return { headline: sentence(clause), layer: 'trust', explicit, confidence: SURE[reason.reading.says] }
		case 'vendor-tag': {
			const sure = { seen: 'certain', logs: 'likely', guess: 'unsure' } as const
			const headline = reason.by === 'guess' ? sentence(clause) : `${action} is denied: ${clause}.`
			return { headline, layer: layer ?? 'identity', explicit: explicit ?? false, confidence: sure[reason.by] }
		}
		case 'layer':
			return {
				headline: `The role's own policy does not allow ${action}, while it allows other rights on the cluster.`,
				layer: 'identity',
				explicit: reason.explicit,
				confidence: 'likely',
			}
		default:
			return {
				headline: `Most likely a consequence: ${clause}.`,
				layer,
				explicit,
				confidence: confidence === 'certain' ? 'likely' : confidence,
			}
	}
}

const SURE = { 'external-id': 'certain', principal: 'certain', 'role-arn': 'likely', nothing: 'unsure' } as const
