import type { Finding } from '../../lib/contract/check-report.ts'
import type { Meaning, Probe } from './probe.ts'
import { waitsFor } from './probes.ts'

export type GraphWork = {
	/** Finds out about one probe, whose `needs` are all allowed. `known` waits for another probe's finding. */
	perform(probe: Probe, known: (findingId: string) => Promise<Finding | null>): Promise<Finding>
	/** The finding of a probe that was not performed, or not to its end. */
	unperformed(probe: Probe, meaning: Meaning): Finding
	found(finding: Finding): Promise<void>
	/** A fault of ours. */
	broke(probe: Probe, error: unknown): void
}

const OUR_FAULT: Meaning = { is: 'error', headline: 'Sluice failed while it tried this: the fault is ours.' }
const TOO_LATE: Meaning = { is: 'error', headline: 'The check ran out of time before this was answered.' }

/**
 * Performs the probes side by side, each as soon as what it waits for is known. Every probe has exactly one finding,
 * reported when it is known, whatever happens; none is awaited longer than until `deadline`. Rejects only when
 * reporting failed, after everything has ended.
 */
export async function runGraph(
	probes: readonly Probe[],
	work: GraphWork,
	deadline: Promise<unknown>,
): Promise<Finding[]> {
	const byId = new Map(probes.map((probe) => [probe.id, probe]))
	const findings = new Map<string, Promise<Finding>>()
	const failures: unknown[] = []
	let late = false
	const tooLate = deadline.then(() => {
		late = true
	})

	const known = async (id: string): Promise<Finding | null> => {
		const probe = byId.get(id)
		if (!probe) return null
		const finding = findings.get(id) ?? Promise.resolve(probe).then(settle)
		findings.set(id, finding)
		return finding
	}
	const settle = async (probe: Probe): Promise<Finding> => {
		const finding = await Promise.race([attempt(probe), tooLate.then(() => work.unperformed(probe, TOO_LATE))])
		await work.found(finding).catch((error: unknown) => failures.push(error))
		return finding
	}
	const attempt = async (probe: Probe): Promise<Finding> => {
		try {
			const before = await Promise.all(waitsFor(probe).map(known))
			const failed = before.find(
				(finding) => finding && probe.needs.includes(finding.findingId) && finding.outcome !== 'allowed',
			)
			if (failed) return work.unperformed(probe, { is: 'blocked-by', findingId: failed.blockedBy ?? failed.findingId })
			return await work.perform(probe, known)
		} catch (error) {
			if (!late) work.broke(probe, error)
			return work.unperformed(probe, OUR_FAULT)
		}
	}
	const all = await Promise.all(probes.map(({ id }) => known(id)))
	if (failures.length > 0) throw failures[0]
	return all.filter((finding) => finding !== null)
}
