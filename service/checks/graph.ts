import { setImmediate } from 'node:timers/promises'
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
	const heights = heightsOf(probes)
	const height = ({ id }: Probe) => heights.get(id) ?? 0
	const findings = new Map<string, Promise<Finding>>()
	const reports: Promise<void>[] = []
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
		reports.push(work.found(finding).catch((error: unknown) => void failures.push(error)))
		return finding
	}
	const attempt = async (probe: Probe): Promise<Finding> => {
		try {
			const before = await Promise.all(waitsFor(probe).map(known))
			const failed = before.find(
				(finding) => finding && probe.needs.includes(finding.findingId) && finding.outcome !== 'allowed',
			)
			if (failed) return work.unperformed(probe, { is: 'blocked-by', findingId: failed.blockedBy ?? failed.findingId })
			// So that what others wait for is on its way before this takes its share of the processor.
			if (height(probe) === 0) await setImmediate()
			return await work.perform(probe, known)
		} catch (error) {
			if (!late) work.broke(probe, error)
			return work.unperformed(probe, OUR_FAULT)
		}
	}
	for (const { id } of probes.toSorted((one, other) => height(other) - height(one))) void known(id)
	const all = await Promise.all(probes.map(({ id }) => known(id)))
	await Promise.all(reports)
	if (failures.length > 0) throw failures[0]
	return all.filter((finding) => finding !== null)
}

/** How many probes wait for each other after it, along the longest chain: the start of the longest decides how long a run takes. */
function heightsOf(probes: readonly Probe[]): Map<string, number> {
	const byId = new Map(probes.map((probe) => [probe.id, probe]))
	const heights = new Map<string, number>()
	const raise = (probe: Probe, height: number) => {
		// Probes that wait for each other in a circle would be raised for ever.
		if ((heights.get(probe.id) ?? -1) >= height || height > probes.length) return
		heights.set(probe.id, height)
		for (const id of waitsFor(probe)) {
			const before = byId.get(id)
			if (before) raise(before, height + 1)
		}
	}
	for (const probe of probes) raise(probe, 0)
	return heights
}
