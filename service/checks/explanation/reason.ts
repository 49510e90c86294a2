import type { Finding } from '../../../lib/contract/check-report.ts'
import type { CustomerLayer, Reason, WrongSetting } from './cause.ts'

/** Ids of findings that tell of more than their own right. */
const STRANGERS = 'trust-external-id-enforced'
export const REGION = 's3-bucket-region'
export const OWNER = 's3-bucket-owner'
export const CLUSTER = 'emr-cluster-state'
export const VENDOR_TAG = 'emr-vendor-tag'
export const LOGS = 's3-logs-exist'

const CUSTOMER_LAYERS: ReadonlySet<string> = new Set<CustomerLayer>([
	'identity',
	'resource',
	'boundary',
	'scp',
	'rcp',
	'kms',
	'lakeformation',
])
const isCustomerLayer = (layer: string): layer is CustomerLayer => CUSTOMER_LAYERS.has(layer)

const NO_BUCKET = new Set(['NotFound', 'NoSuchBucket'])

/** Why a finding is as it is, judged by itself; null when there is nothing to explain: it passed, or was not asked. */
export function reasonOf(finding: Finding, region: string): Reason | null {
	const { findingId, outcome, layer, explicit, group, evidence } = finding
	if (outcome === 'error') return { kind: 'ours' }
	if (outcome !== 'denied' && outcome !== 'wrong-setting') return null
	if (findingId === STRANGERS) return { kind: 'trust-open' }
	if (evidence.code === 'RegionDisabledException') return { kind: 'region-off' }
	if (outcome === 'wrong-setting') return wrongSetting(finding, region)
	if (layer === 'session' || layer === 'vpce') return { kind: 'ours' }
	if (group === 'trust' || layer === 'trust') return { kind: 'trust', reading: { says: 'nothing', tried: 0 } }
	if (layer === 'resource' && group === 'glue') return { kind: 'layer', layer: 'catalog', explicit }
	if (layer !== null && isCustomerLayer(layer)) return { kind: 'layer', layer, explicit }
	return { kind: 'unnamed', group }
}

function wrongSetting({ findingId, group, action, evidence, headline }: Finding, region: string): Reason {
	const setting = (setting: WrongSetting): Reason => ({ kind: 'setting', setting })
	if (findingId === VENDOR_TAG) return { kind: 'vendor-tag', by: 'seen' }
	if (findingId === OWNER) return setting({ field: 'bucket', found: 'foreign' })
	if (action.startsWith('kms:')) return setting({ field: 'key' })
	if (findingId === REGION)
		return NO_BUCKET.has(evidence.code ?? '')
			? setting({ field: 'bucket', found: 'missing' })
			: setting({ field: 'region', found: otherRegion(headline, region) })
	if (group === 'trust') return setting({ field: 'account' })
	if (group === 'glue') return setting({ field: 'database' })
	// Whoever describes an ended cluster is answered; an unknown one is an error.
	if (group === 'emr') return setting({ field: 'cluster', found: evidence.code === null ? 'ended' : 'unknown' })
	return setting({ field: 'other' })
}

const A_REGION = /\b[a-z]{2}-(?:[a-z]+-){1,2}\d\b/g

/** S3 says in a header where the bucket lies; the finding repeats it. */
const otherRegion = (headline: string, region: string): string | null =>
	headline.match(A_REGION)?.find((named) => named !== region) ?? null

/** Reasons that are one cause share an id: findings of all services that one layer refuses go into one message. */
export function idOf(reason: Reason): string {
	switch (reason.kind) {
		case 'setting':
			return `setting-${reason.setting.field}`
		case 'layer':
			return `${reason.layer}-${reason.explicit === null ? 'unnamed' : reason.explicit ? 'deny' : 'missing'}`
		case 'unnamed':
			return `unnamed-${reason.group.replace(/[^\w-]/g, '-')}`
		default:
			return reason.kind
	}
}
