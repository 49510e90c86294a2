import type { CheckOrder } from './order.ts'
import type { CheckPorts } from './ports.ts'
import type { ProbeNames } from './probe-names.ts'

/** The record of a run's one upload. It stands before the upload is asked for, whatever becomes of the worker. */
export type UploadRecord = {
	/** Begins it while the role is still being asked, with the external id that is nearly always right: nothing waits for it. */
	expect(): void
	/** Durable, with the id that the role accepted, when it resolves: the upload may be asked for. */
	asking(externalId: string | null): Promise<void>
	/** Ends the record of an upload that was never asked for. */
	dropUnasked(): Promise<void>
}

export function createUploadRecord(
	{ checkId, sessionName, target }: CheckOrder,
	{ uploads, now }: Pick<CheckPorts, 'uploads' | 'now'>,
	{ stageKey: key }: ProbeNames,
): UploadRecord {
	const { roleArn, region, catalogId, bucket } = target
	let written: { externalId: string | null; done: Promise<void> } | null = null
	let asked = false

	function write(externalId: string | null): Promise<void> {
		if (written?.externalId === externalId) return written.done
		const place = { checkId, key, sessionName, roleArn, region, catalogId, bucket, externalId }
		const before = written?.done ?? Promise.resolve()
		const done = before.then(() => uploads.opening({ ...place, openedAt: now().toISOString() }))
		// Whoever asks for the upload hears of a failure.
		done.catch(() => {})
		written = { externalId, done }
		return done
	}

	return {
		expect() {
			void write(target.externalIds[0] ?? null)
		},
		async asking(externalId) {
			asked = true
			await write(externalId)
		},
		async dropUnasked() {
			if (written === null || asked) return
			await written.done
			await uploads.ended(checkId, key)
		},
	}
}
