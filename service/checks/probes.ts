import type { Profile } from '../../lib/contract/check-report.ts'
import type { AwsOperation } from '../aws/ports.ts'
import type { CallWay, Meaning, Probe, ProbedService } from './probe.ts'
import { emrProbes } from './probes/emr.ts'
import { emrReplayProbes } from './probes/emr-replay.ts'
import { glueTableProbes } from './probes/glue.ts'
import { glueCatalogProbes } from './probes/glue-catalog.ts'
import { iamProbes } from './probes/iam.ts'
import { s3Probes } from './probes/s3.ts'
import { s3LogProbes } from './probes/s3-logs.ts'
import { s3WriteProbes } from './probes/s3-write.ts'
import { trustProbes } from './probes/trust.ts'

/** Everything that is asked of a customer's account, in the order of the report. */
export const PROBES: readonly Probe[] = [
	...trustProbes,
	...s3Probes,
	...s3WriteProbes,
	...s3LogProbes,
	...glueCatalogProbes,
	...glueTableProbes,
	...emrProbes,
	...emrReplayProbes,
	...iamProbes,
]

export const probesOf = (profile: Profile): readonly Probe[] => PROBES.filter(({ profiles }) => profile in profiles)

/** The probes of a profile that make a call of their own. */
export const callsOf = (profile: Profile): readonly CallWay[] =>
	probesOf(profile).flatMap(({ way }) => (way.by === 'call' ? [way] : []))

/** The services that a profile opens a session for. */
export const servicesOf = (profile: Profile): readonly ProbedService[] => [
	...new Set(callsOf(profile).map(({ service }) => service)),
]

/** Operations of a service whose objections prove the right only if it authorizes before it validates. */
export const operationsOfOrder = (profile: Profile, service: ProbedService): readonly AwsOperation[] =>
	callsOf(profile)
		.filter((way) => way.service === service && way.rules.some(({ means }) => isOfOrder(means)))
		.map(({ operation }) => operation)

function isOfOrder(means: Meaning): boolean {
	if (means.is === 'blocked-by') return means.otherwise !== undefined && isOfOrder(means.otherwise)
	return means.is === 'allowed' && means.ofOrder === true
}

/** How many findings a check of this profile has. */
export const countProbes = (profile: Profile): number => probesOf(profile).length

/** Calls of a check that nothing has to be repeated or calibrated for: one for each session and for each probe that calls. */
export function callsPerService(profile: Profile): Record<'sts' | ProbedService, number> {
	const counts = { sts: servicesOf(profile).length, s3: 0, glue: 0, emr: 0 }
	for (const { service } of callsOf(profile)) counts[service] += 1
	return counts
}

/** The longest chain of calls that wait for one another, from entering the account on: the least time of a check. */
export function criticalPath(profile: Profile): { calls: string[] } {
	const probes = new Map(probesOf(profile).map((probe) => [probe.id, probe]))
	const chains = new Map<string, string[]>()
	const chainTo = (id: string): string[] => {
		const known = chains.get(id)
		const probe = probes.get(id)
		if (known || !probe) return known ?? []
		const chain = [...longest(waitsFor(probe).map(chainTo)), ...ownCall(probe)]
		chains.set(id, chain)
		return chain
	}
	return { calls: longest([...probes.keys()].map(chainTo)) }
}

/** Everything a probe waits for before it is asked. */
export const waitsFor = ({ needs, after = [], way }: Probe): readonly string[] => [
	...needs,
	...after,
	...(way.by === 'answer' ? [way.of] : []),
]

const longest = (chains: string[][]): string[] =>
	chains.reduce((best, chain) => (chain.length > best.length ? chain : best), [])

function ownCall({ way }: Probe): string[] {
	if (way.by === 'call') return [way.operation]
	return way.by === 'trust' && way.part !== 'account' ? ['sts:AssumeRole'] : []
}
