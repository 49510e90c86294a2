import type { Finding } from '../../lib/contract/check-report.ts'
import type { AwsAnswer, AwsOperation, RoleSession } from '../aws/ports.ts'
import type { createControl } from './control.ts'
import type { Told } from './finding.ts'
import type { CheckOrder } from './order.ts'
import type { CheckPorts } from './ports.ts'
import type { CallWay, Meaning, Scene } from './probe.ts'
import type { ProbeNames } from './probe-names.ts'
import { uploadIdOf } from './probes/s3-answer.ts'
import { failed, meaningOf, unexpected } from './reading.ts'
import { isEnded } from './sweep.ts'
import type { UploadRecord } from './upload-record.ts'

/** What the probes of one run share. */
export type Run = {
	order: CheckOrder
	names: ProbeNames
	ports: CheckPorts
	/** By finding id: the calls that were answered. */
	told: Map<string, Told>
	/** Throws once the run's time is over, so that nothing more is asked. */
	inTime(): void
	externalId(): string | null
	control: ReturnType<typeof createControl>
	upload: UploadRecord
}

type Asked = { meaning: Meaning; told: Told | null; calibratedAt: Date | null }

/** Makes a probe's call and says what the answer proves. */
export async function askCall(
	id: string,
	way: CallWay,
	session: AwsAnswer<RoleSession>,
	run: Run,
	known: (findingId: string) => Promise<Finding | null>,
): Promise<Asked> {
	if (session.kind !== 'ok') {
		const meaning = session.kind === 'failed' ? failed(session) : unexpected(session)
		return { meaning, told: null, calibratedAt: null }
	}
	const scene = sceneOf(run, session.value)
	const prepared = await way.input(scene)
	if ('meaning' in prepared) return { meaning: prepared.meaning, told: null, calibratedAt: null }
	const { input } = prepared
	if (way.upload === 'opens') {
		run.inTime()
		await run.upload.asking(run.externalId())
	}
	const answer = await scene.call(way.operation, input)
	await settleUpload(way, answer, scene, run)
	const told: Told = { call: way.operation, input, answer, at: run.ports.now() }
	run.told.set(id, told)
	const meaning = await unlessOther(meaningOf(way, answer, scene), known)
	if (meaning.is !== 'allowed' || !meaning.ofOrder) return { meaning, told, calibratedAt: null }
	return { ...(await proved(way.operation, input, answer, run)), told }
}

export const sceneOf = ({ order, names, ports, told, inTime }: Run, session: RoleSession | null): Scene => ({
	target: order.target,
	names,
	now: ports.now(),
	answer: (findingId) => told.get(findingId)?.answer ?? null,
	call: async (operation, input) => {
		inTime()
		if (session === null) throw new Error(`${operation} needs a session`)
		return ports.access.call(session, operation, input)
	},
})

/** A meaning that blames another probe holds only if that probe found something wrong. */
export async function unlessOther(
	meaning: Meaning,
	known: (findingId: string) => Promise<Finding | null>,
): Promise<Meaning> {
	if (meaning.is !== 'blocked-by') return meaning
	const other = await known(meaning.findingId)
	if (other && other.outcome !== 'allowed') return { is: 'blocked-by', findingId: other.blockedBy ?? other.findingId }
	return meaning.otherwise ?? { is: 'error', headline: 'The answers of AWS contradict each other.' }
}

async function proved(operation: AwsOperation, input: Record<string, unknown>, primary: AwsAnswer, run: Run) {
	run.inTime()
	const { sound, calibratedAt } = await run.control(operation, input, run.order.target.region, primary)
	if (sound) return { meaning: { is: 'allowed' } as const, calibratedAt }
	const action = operation.replace(/^emr:/, 'elasticmapreduce:')
	const headline =
		sound === false
			? `${action} cannot be proved: AWS looks at the request before it looks at the rights.`
			: `${action} cannot be proved: whether AWS looks at the rights first could not be told.`
	return { meaning: { is: 'not-provable', headline } as const, calibratedAt }
}

/** A refused request opened nothing; one without an answer may have. */
async function settleUpload(way: CallWay, answer: AwsAnswer, scene: Scene, { order, names, ports }: Run) {
	const opened = uploadIdOf(scene.answer('s3-put-object')) !== null
	const over = way.upload === 'opens' ? answer.kind === 'refused' : way.upload === 'ends' && opened && isEnded(answer)
	if (over) await ports.uploads.ended(order.checkId, names.stageKey)
}
