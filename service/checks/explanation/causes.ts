import type { Finding, TrustTry } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import type { Cause, Context, Reason } from './cause.ts'
import { CLUSTER, idOf, LOGS, OWNER, REGION, reasonOf, VENDOR_TAG } from './reason.ts'
import { isShipped } from './shipped.ts'
import { readTrust } from './trust-reading.ts'

type Judged = { finding: Finding; reason: Reason | null }

/**
 * Why these findings are as they are: together they tell more than each by itself. The root cause comes first, and what
 * follows from a cause belongs to it. Rights that the product does not ask for are nobody's fault and have no cause.
 */
export function causesOf(
	findings: readonly Finding[],
	trust: readonly TrustTry[],
	target: Target,
	{ principals }: Context,
): Cause[] {
	const judged = findings.map((finding) => ({ finding, reason: reasonOf(finding, target.region) }))
	const reading = readTrust(trust, target, principals[0] ?? '')
	const steps = [trustRead(reading), regionFirst, ownerFirst, clusterFirst, tagFirst, actionMissing]
	const together = steps.reduce((sofar, step) => step(sofar), judged)
	return ranked(grouped(together.filter(({ finding }) => finding.mandatory || isAskedFor(finding))))
}

type Step = (judged: Judged[]) => Judged[]

/** Whether somebody should act on a finding that blocks nothing. */
export const isAskedFor = ({ outcome, action }: Finding) => outcome !== 'denied' || isShipped(action)

const find = (judged: readonly Judged[], findingId: string) =>
	judged.find(({ finding }) => finding.findingId === findingId)

/** Gives all findings that follow from `reason` the same reason. */
const follow = (judged: Judged[], reason: Reason, follows: (one: Judged) => boolean): Judged[] =>
	judged.map((one) => (one.reason !== null && follows(one) ? { ...one, reason } : one))

const isRefused = ({ finding }: Judged) => finding.outcome === 'denied'
const isUnnamed = ({ finding, reason }: Judged) => reason?.kind === 'unnamed' && finding.explicit !== true
/** The role's own policy does not allow it, or older texts that do not say so. */
const isPlain = (one: Judged) =>
	isUnnamed(one) || (one.reason?.kind === 'layer' && one.reason.layer === 'identity' && one.reason.explicit !== true)

const trustRead =
	(reading: ReturnType<typeof readTrust>): Step =>
	(judged) =>
		follow(judged, { kind: 'trust', reading }, ({ reason }) => reason?.kind === 'trust')

/** Policies, catalog and cluster are of one region: asked in another one, Glue and EMR refuse or find nothing. */
const regionFirst: Step = (judged) => {
	const region = find(judged, REGION)?.reason
	if (region?.kind !== 'setting' || region.setting.field !== 'region') return judged
	return follow(
		judged,
		region,
		(one) =>
			one.reason?.kind !== 'ours' &&
			(['glue', 'emr'].includes(one.finding.group) || (one.finding.group === 's3' && isUnnamed(one))),
	)
}

/** Across accounts S3 says nothing but that it refuses. */
const ownerFirst: Step = (judged) => {
	const owner = find(judged, OWNER)?.reason
	return owner?.kind === 'setting'
		? follow(judged, owner, (one) => one.finding.group === 's3' && isUnnamed(one))
		: judged
}

/** A cluster that does not exist has no tag, so the role's policy allows nothing on it. */
const clusterFirst: Step = (judged) => {
	const cluster = find(judged, CLUSTER)?.reason
	if (cluster?.kind !== 'setting' || cluster.setting.field !== 'cluster' || cluster.setting.found === 'ended')
		return judged
	return follow(judged, cluster, (one) => one.finding.group === 'emr' && isPlain(one))
}

/** Rights that hang on the tag of the cluster, and what became of asking for them. */
const onCluster = (judged: readonly Judged[]) =>
	judged.filter(
		({ finding }) =>
			finding.group === 'emr' &&
			isShipped(finding.action) &&
			finding.findingId !== VENDOR_TAG &&
			(finding.outcome === 'denied' || finding.outcome === 'allowed'),
	)

const tagFirst: Step = (judged) => {
	const seen = find(judged, VENDOR_TAG)?.reason?.kind === 'vendor-tag'
	const asked = onCluster(judged)
	const all = asked.length > 0 && asked.every((one) => isRefused(one) && isPlain(one))
	if (!seen && !all) return judged
	const logs = find(judged, LOGS)?.finding.outcome === 'allowed'
	const reason: Reason = { kind: 'vendor-tag', by: seen ? 'seen' : logs ? 'logs' : 'guess' }
	return follow(judged, reason, (one) => asked.includes(one) && isPlain(one))
}

/** Some rights on the cluster are there, so it has the tag: those that are refused are missing in the role's policy. */
const actionMissing: Step = (judged) => {
	if (!onCluster(judged).some(({ finding }) => finding.outcome === 'allowed')) return judged
	return follow(
		judged,
		{ kind: 'layer', layer: 'identity', explicit: false },
		(one) => one.finding.group === 'emr' && isUnnamed(one),
	)
}

function grouped(judged: readonly Judged[]): Cause[] {
	const causes = new Map<string, Cause & { findings: Finding[] }>()
	for (const { finding, reason } of judged) {
		if (reason === null) continue
		const id = idOf(reason)
		const cause = causes.get(id) ?? { id, reason, findings: [] }
		cause.findings.push(finding)
		causes.set(id, cause)
	}
	return [...causes.values()]
}

/** What is wrong before any policy is asked comes before what policies refuse. */
function rank({ reason }: Cause): number {
	if (reason.kind === 'ours') return 9
	if (reason.kind === 'trust') return 0
	if (reason.kind === 'region-off') return 1
	if (reason.kind === 'setting') return reason.setting.field === 'region' ? 2 : 3
	return reason.kind === 'vendor-tag' ? 4 : 5
}

const blocking = ({ findings }: Cause) => findings.filter(({ mandatory }) => mandatory).length

/** Of equal rank, the cause of most findings comes first: lifting it mends most. */
const ranked = (causes: Cause[]): Cause[] =>
	causes.toSorted(
		(a, b) =>
			Number(blocking(b) > 0) - Number(blocking(a) > 0) ||
			rank(a) - rank(b) ||
			blocking(b) - blocking(a) ||
			b.findings.length - a.findings.length,
	)
