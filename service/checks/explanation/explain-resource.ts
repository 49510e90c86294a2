import type { Addressee } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import { type Denied, type Explanation, NOTHING_TO_PASTE } from './cause.ts'
import { exemption, resourceGrant } from './statement.ts'
import { code, listed } from './words.ts'

/** What carries the policy: the bucket, or the Glue catalog with the one policy it may have. */
type Carrier = 'bucket' | 'catalog'

type Place = { policy: string; addressee: Addressee; owner: string; show(target: Target): string }

const PLACES: Record<Carrier, Place> = {
	bucket: {
		policy: 'the bucket policy',
		addressee: 'bucket-owner',
		owner: 'the owner of the bucket',
		show: ({ bucket }) => `aws s3api get-bucket-policy --bucket ${bucket} --query Policy --output text`,
	},
	catalog: {
		policy: "the Glue catalog's resource policy",
		addressee: 'account-admin',
		owner: "the customer's account admin",
		show: ({ region }) => `aws glue get-resource-policy --region ${region}`,
	},
}

/** A policy on the resource refuses: one that denies must leave the role out, one that is silent must allow it. */
export function explainResource(carrier: Carrier, denied: Denied): Explanation {
	const place = PLACES[carrier]
	const common = { ...NOTHING_TO_PASTE, addressee: place.addressee, commands: place.show(denied.target) }
	return { ...common, ...(denied.explicit ? denies(place, denied) : lacks(place, carrier, denied)) }
}

function denies({ policy, owner }: Place, { actions, target }: Denied) {
	const codes = listed(actions.map(code))
	const [it, its] = actions.length === 1 ? ['it', 'its'] : ['them', 'their']
	return {
		clause: `${policy} denies ${listed(actions, 2)}`,
		lift: `Only ${owner} can relax it.`,
		remedy: `Except ${target.roleArn} from the statement that denies ${listed(actions)} in ${policy}.`,
		steps: [
			`A statement with ${code('"Effect": "Deny"')} in ${policy} covers ${codes} as the role ${code(target.roleArn)} calls ${it}, for instance because it asks for a certain network or for encryption. A new Allow does not help against it: the statement itself must leave this role out.`,
			`Please add the condition below to that statement. It is met by everybody but this role, so nobody else is let in. If the statement denies further actions, please move ${codes} into a statement of ${its} own first and add the condition only there.`,
		],
		policy: exemption(target),
	}
}

/** Within one account the role's own policy is enough, so a missing Allow here means that another account owns the resource. */
function lacks({ policy, owner }: Place, carrier: Carrier, { actions, target, findings }: Denied) {
	return {
		clause: `${policy} does not allow ${listed(actions, 2)}`,
		lift: `Only ${owner} can allow it.`,
		remedy: `Allow ${listed(actions)} for ${target.roleArn} in ${policy}.`,
		steps: [
			`AWS asks for an Allow in ${policy}, which it does only when another account owns what is asked for. If that is meant to be so, please add the statement below to the policy. Nothing wider is needed. If it is not, the settings of source ${code(target.sourceId)} name the wrong ${carrier}.`,
		],
		hypotheses: [`The settings name a ${carrier} of another account.`],
		policy: resourceGrant(findings, target),
	}
}
