import { randomUUID } from 'node:crypto'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, table } from '../lib/contract/table.ts'
import type { Outcome, Refusal } from '../lib/gateway/refusal.ts'
import { canConsent, consent } from './consent.ts'
import { consoleLink } from './console-link.ts'
import { EXIT, type Exit, exitOf } from './exit.ts'
import { exitOfAnswer } from './exit-of-answer.ts'
import { at } from './flat.ts'
import { begunBy, follow, isUnderWay, type Reading } from './follow.ts'
import type { Fields } from './input.ts'
import { isDangerous } from './names.ts'
import { nextCommand } from './next.ts'
import { plainJson } from './plain.ts'
import { type Answered, csvOf, textOf } from './presentation.ts'
import type { Session } from './session.ts'
import { subjectOf } from './subject.ts'

/** Carries out one operation of the contract and shows its answer. `fields` have been held against the contract. */
export async function perform(operation: Operation, fields: Fields, session: Session): Promise<Exit> {
	const { flags, terminal } = session
	const row: Endpoint = table[operation]
	if (isDangerous(operation)) {
		if (!canConsent(session)) return EXIT.usage
		const declined = await declinedBy(operation, fields, session)
		if (declined !== null) return declined
	}
	const key = flags.idempotencyKey ?? randomUUID()
	const { call, minutesOff } = await session.caller()
	const outcome: Outcome<unknown> = await call(operation, fields, key)
	const off = minutesOff()
	if (off !== null) terminal.say(`This computer’s clock is off by ${off} minutes; the gate’s time was used.`)
	if (!outcome.ok) {
		const exit = await session.refused(outcome.refusal, linkOf(session, { operation, fields }))
		if (row.method === 'POST' && mayHaveHappened(outcome.refusal)) {
			terminal.say(`  To repeat it without doing it twice, add --idempotency-key ${key}`)
		}
		return exit
	}
	const begun = begunBy(operation, fields, outcome.value)
	if (begun && flags.wait !== false) return await showEnd(begun.work, begun.reading, session)
	const link = begun ? linkOf(session, begun.reading) : linkOf(session, { operation, fields }, outcome.value)
	return show({ operation, fields }, outcome.value, link, session)
}

/** Asks whoever has not agreed yet, with what it is about before them. */
async function declinedBy(operation: Operation, fields: Fields, session: Session): Promise<Exit | null> {
	if (session.flags.yes) return null
	const subject = await subjectOf(operation, fields, session)
	if (typeof subject === 'number') return subject
	return consent(session, table[operation].summary, { ...subject, ...fields })
}

const linkOf = ({ settings }: Session, { operation, fields }: Reading, answered?: unknown) =>
	consoleLink(settings.consoleUrl, operation, table[operation], fields, answered)

const mayHaveHappened = (refusal: Refusal) => exitOf(refusal) === EXIT.unknown || exitOf(refusal) === EXIT.interrupted

/** Waits for the end of what was begun and shows it; whatever keeps us from seeing it, the work goes on and is said to. */
async function showEnd(work: string, reading: Reading, session: Session): Promise<Exit> {
	const { terminal, interrupted } = session
	const link = linkOf(session, reading)
	const { call } = await session.caller()
	terminal.progress(`Started: ${link}`)
	const goesOn = `The ${work} goes on: ${link}`
	const outcome = await follow(reading, { call, interrupted, progress: terminal.progress })
	if (interrupted.aborted) {
		terminal.say(goesOn)
		return EXIT.interrupted
	}
	if (!outcome.ok) {
		const exit = await session.refused(outcome.refusal, link)
		terminal.say(goesOn)
		return exit
	}
	const exit = show(reading, outcome.value, link, session)
	if (!isUnderWay(outcome.value)) return exit
	terminal.say(goesOn)
	return EXIT.unknown
}

/** The answer on standard output; beside it, where the console shows the same. */
function show({ operation, fields }: Reading, value: unknown, link: string, { flags, terminal }: Session): Exit {
	const answered: Answered = { operation, row: table[operation], value }
	if (flags.json) terminal.answer(plainJson(Object.assign({ link }, value, { link })))
	else {
		terminal.answer(flags.csv ? csvOf(answered) : textOf(answered, terminal))
		const cursor = at(value, 'nextCursor')
		if (typeof cursor === 'string') terminal.say(`There are more: add --cursor ${cursor}`)
		const next = nextCommand(operation, fields, value)
		if (next !== null) terminal.say(next)
		terminal.say(`Console: ${link}`)
	}
	return exitOfAnswer(operation, value)
}
