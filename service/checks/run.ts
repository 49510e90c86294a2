import type { Run } from './ask.ts'
import { beltOf, without } from './belt.ts'
import { createControl } from './control.ts'
import { findingOf } from './finding.ts'
import { runGraph } from './graph.ts'
import type { CheckOrder, CheckResult } from './order.ts'
import { createPerform, type Trust } from './perform.ts'
import type { CheckPorts, CheckReporter } from './ports.ts'
import { newProbeNames, type ProbeNames } from './probe-names.ts'
import { operationsOfOrder, probesOf, servicesOf } from './probes.ts'
import { sweepUploads } from './sweep.ts'
import { isRefused } from './trust.ts'
import { trustMatrix } from './trust-tries.ts'
import { createUploadRecord } from './upload-record.ts'

export { callsPerService, countProbes, criticalPath } from './probes.ts'

/** Far above what a slow account needs, still within a person's patience. */
const LONGEST_RUN_MS = 90_000

/**
 * Checks one customer's account: asks for every right of the profile and changes nothing there. Whatever AWS answers
 * ends up in the findings; rejects only when a port of ours fails. Uploads that this check, or an earlier run of it,
 * left open are ended before it returns, as far as the account lets us. `stopped` ends it at once, by a rejection: nothing
 * more is asked, and what it leaves is its successor's to end.
 */
export async function runCheck(
	order: CheckOrder,
	ports: CheckPorts,
	report: CheckReporter,
	stopped: AbortSignal,
): Promise<CheckResult> {
	const { checkId, target, profile } = order
	const probes = probesOf(profile)
	const names = newProbeNames()
	const trust: Trust = { entry: null, tries: [] }
	const externalId = () => trust.entry?.externalId ?? null
	const { deadline, inTime, cancel } = startDeadline(LONGEST_RUN_MS, stopped)
	const control = createControl(ports, () => openControl(order, ports, names, externalId()))
	const upload = createUploadRecord(order, ports, names)
	const run: Run = { order, names, ports, told: new Map(), inTime, externalId, control, upload }
	const belts = new Map(servicesOf(profile).map((service) => [service, beltOf(service, profile, target, names)]))
	report.total(probes.length)
	try {
		const findings = await runGraph(
			probes,
			{
				perform: createPerform(run, belts, trust),
				unperformed: (probe, meaning) => findingOf({ probe, target, profile }, meaning, null),
				found: async (finding) => {
					if (!stopped.aborted) await report.found(finding)
				},
				broke: ({ id }, error) => report.broke(id, error),
			},
			deadline,
		)
		stopped.throwIfAborted()
		const refused = trust.entry && isRefused(trust.entry.told.answer)
		const others = refused ? await Promise.race([trustMatrix(order, ports), deadline.then(() => [])]) : []
		stopped.throwIfAborted()
		return { findings, trust: [...trust.tries, ...others], externalId: externalId() }
	} finally {
		cancel()
		// What was found stands, even if this fails; the record stays open, so it is swept again.
		if (!stopped.aborted)
			await upload
				.dropUnasked()
				.then(() => sweepOwn(checkId, ports))
				.catch((error: unknown) => report.broke('s3-abort-multipart-upload', error))
	}
}

async function sweepOwn(checkId: string, ports: CheckPorts): Promise<void> {
	const open = await ports.uploads.open(checkId)
	if (open.length > 0) await sweepUploads(open, ports)
}

/** A session that may do what the EMR probes do, except what is to be proved. */
function openControl(
	{ target, profile, sessionName }: CheckOrder,
	{ access }: CheckPorts,
	names: ProbeNames,
	externalId: string | null,
) {
	const belt = [...beltOf('emr', profile, target, names), without(operationsOfOrder(profile, 'emr'))]
	const { roleArn, region } = target
	return access.assume({ principalArn: null, roleArn, region, externalId, sessionName, belt })
}

function startDeadline(ms: number, stopped: AbortSignal) {
	const { promise, resolve } = Promise.withResolvers<void>()
	let over = false
	const end = () => {
		over = true
		resolve()
	}
	const timer = setTimeout(end, ms)
	stopped.addEventListener('abort', end)
	if (stopped.aborted) end()
	return {
		deadline: promise,
		inTime: () => {
			if (over) throw new Error('the time of the run is over')
		},
		cancel: () => {
			clearTimeout(timer)
			stopped.removeEventListener('abort', end)
		},
	}
}
