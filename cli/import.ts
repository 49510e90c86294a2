import type { ProblemCode } from '../lib/contract/problem.ts'
import { table as contract } from '../lib/contract/table.ts'
import type { Refusal } from '../lib/gateway/refusal.ts'
import { canConsent, consent } from './consent.ts'
import { consoleLink } from './console-link.ts'
import { csv } from './csv.ts'
import { EXIT, type Exit, exitOf } from './exit.ts'
import type { ImportItem } from './import-file.ts'
import { plainJson } from './plain.ts'
import { describe } from './refusal.ts'
import type { Session } from './session.ts'
import { table } from './table.ts'

/** What became of one source. `unknown`: it was sent and nobody answered. */
type Result = {
	sourceId: string
	result: 'created' | 'changed' | 'unchanged' | 'refused' | 'unknown' | 'not sent'
	/** Settings that differ from what was stored. */
	changes: number | null
	why: string | null
	requestId: string | null
}
const PATHS: (keyof Result)[] = ['sourceId', 'result', 'changes', 'why', 'requestId']
type Known = ImportItem & { baseVersion: number }

/** Refusals that concern one source and leave the others as they are. */
const OF_ONE: readonly ProblemCode[] = ['invalid-source', 'invalid-input', 'version-conflict', 'payload-too-large']

/** Puts every source of a file, each as a change of its own, and tells of every one what became of it. */
export async function importSources(items: ImportItem[], ticket: string, session: Session): Promise<Exit> {
	if (!canConsent(session)) return EXIT.usage
	const link = consoleLink(session.settings.consoleUrl, 'sources.list', contract['sources.list'], { ticket })
	const known = await lookUp(items, ticket, session)
	if (!Array.isArray(known)) return session.refused(known, link)
	const fresh = known.filter(({ baseVersion }) => baseVersion === 0).length
	const facts = { ticket, new: fresh, known: known.length - fresh, sources: items.map(({ sourceId }) => sourceId) }
	const declined = await consent(session, `Put ${items.length} sources`, facts)
	if (declined !== null) return declined

	const results: Result[] = []
	let stopped: Refusal | null = null
	for (const item of known) {
		if (stopped) results.push(resultOf(item, 'not sent'))
		else {
			const { result, refusal } = await put(item, ticket, session)
			results.push(result)
			stopped = refusal
			session.terminal.progress(`${results.length} of ${items.length}`)
		}
	}
	show(results, link, session)
	if (stopped) return session.refused(stopped, link)
	return results.some(({ result }) => result === 'refused') ? EXIT.no : EXIT.fine
}

/** Each with the version that is stored, 0 where none is; the first refusal when they cannot be read. */
async function lookUp(items: ImportItem[], ticket: string, session: Session): Promise<Known[] | Refusal> {
	const { call } = await session.caller()
	const known: Known[] = []
	for (const item of items) {
		const outcome = await call('sources.get', { sourceId: item.sourceId, ticket })
		if (outcome.ok) known.push({ ...item, baseVersion: outcome.value.version })
		else if (isOf(outcome.refusal, ['not-found'])) known.push({ ...item, baseVersion: 0 })
		else return outcome.refusal
		session.terminal.progress(`Looked up ${known.length} of ${items.length}`)
	}
	return known
}

/** `refusal` is what would meet every other source as well. */
async function put(
	item: Known,
	ticket: string,
	session: Session,
): Promise<{ result: Result; refusal: Refusal | null }> {
	const { sourceId, settings, baseVersion } = item
	const { call } = await session.caller()
	const outcome = await call('sources.put', { sourceId, settings, baseVersion, ticket })
	if (outcome.ok) {
		const changes = outcome.value.changes.length
		const result = baseVersion === 0 ? 'created' : changes > 0 ? 'changed' : 'unchanged'
		return { result: { ...resultOf(item, result), changes, requestId: outcome.requestId }, refusal: null }
	}
	const { refusal } = outcome
	const { who, title, why, requestId } = describe(refusal)
	const result = exitOf(refusal) === EXIT.no ? 'refused' : 'unknown'
	const words = refusal.by === 'service' ? [why, ...refusal.problem.errors.map(wordsOf)].join(' ') : title
	return {
		result: { ...resultOf(item, result), why: `${who}: ${words}`, requestId },
		refusal: isOf(refusal, OF_ONE) ? null : refusal,
	}
}

const isOf = (refusal: Refusal, codes: readonly ProblemCode[]) =>
	refusal.by === 'service' && codes.includes(refusal.problem.code)
const wordsOf = ({ field, message }: { field: string; message: string }) => `${field} ${message}.`
const resultOf = ({ sourceId }: ImportItem, result: Result['result']): Result => {
	return { sourceId, result, changes: null, why: null, requestId: null }
}

function show(results: Result[], link: string, { flags, terminal }: Session): void {
	const counts = Object.entries(Object.groupBy(results, ({ result }) => result))
	const text = flags.csv ? csv(PATHS, results) : table(terminal, PATHS, results)
	terminal.answer(flags.json ? plainJson({ link, results }) : text)
	terminal.say(counts.map(([result, those]) => `${those?.length} ${result}`).join(', '))
	if (!flags.json) terminal.say(`Console: ${link}`)
}
