import { randomUUID } from 'node:crypto'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, table } from '../lib/contract/table.ts'
import type { Outcome, Refusal } from '../lib/gateway/refusal.ts'
import { canConsent, consent } from './consent.ts'
import { consoleLink } from './console-link.ts'
import { EXIT, type Exit, exitOf } from './exit.ts'
import { at } from './flat.ts'
import { follow, isFollowed, isUnderWay, type Resource, resourceOf, workOf } from './follow.ts'
import type { Fields } from './input.ts'
import { isDangerous } from './names.ts'
import { plainJson } from './plain.ts'
import { type Answered, csvOf, exitOfAnswer, textOf } from './presentation.ts'
import type { Session } from './session.ts'

/** Carries out one operation of the contract and shows its answer. `fields` have been held against the contract. */
export async function perform(operation: Operation, fields: Fields, session: Session): Promise<Exit> {
	const { flags, terminal } = session
	const row: Endpoint = table[operation]
	if (isDangerous(operation)) {
		if (!canConsent(session)) return EXIT.usage
		const declined = await consent(session, row.summary, fields)
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
	if (isFollowed(operation)) {
		const resource = resourceOf(operation, fields, outcome.value)
		const link = linkOf(session, resource)
		if (flags.wait !== false) return await showEnd(workOf(operation), resource, link, session)
		return show({ operation, row, value: outcome.value }, link, session)
	}
	return show({ operation, row, value: outcome.value }, linkOf(session, { operation, fields }, outcome.value), session)
}

const linkOf = ({ settings }: Session, { operation, fields }: Resource, answered?: unknown) =>
	consoleLink(settings.consoleUrl, operation, table[operation], fields, answered)

const mayHaveHappened = (refusal: Refusal) => exitOf(refusal) === EXIT.unknown || exitOf(refusal) === EXIT.interrupted

/** Waits for the end of what was begun and shows it; whatever keeps us from seeing it, the work goes on and is said to. */
async function showEnd(work: string, resource: Resource, link: string, session: Session): Promise<Exit> {
	const { terminal, interrupted } = session
	const { call } = await session.caller()
	terminal.progress(`Started: ${link}`)
	const goesOn = `The ${work} goes on: ${link}`
	const outcome = await follow(resource, { call, interrupted, progress: terminal.progress })
	if (interrupted.aborted) {
		terminal.say(goesOn)
		return EXIT.interrupted
	}
	if (!outcome.ok) {
		const exit = await session.refused(outcome.refusal, link)
		terminal.say(goesOn)
		return exit
	}
	const { operation } = resource
	const exit = show({ operation, row: table[operation], value: outcome.value }, link, session)
	if (!isUnderWay(outcome.value)) return exit
	terminal.say(goesOn)
	return EXIT.unknown
}

/** The answer on standard output; beside it, where the console shows the same. */
function show(answered: Answered, link: string, { flags, terminal }: Session): Exit {
	if (flags.json) terminal.answer(plainJson(Object.assign({ link }, answered.value, { link })))
	else {
		terminal.answer(flags.csv ? csvOf(answered) : textOf(answered, terminal))
		const cursor = at(answered.value, 'nextCursor')
		if (typeof cursor === 'string') terminal.say(`There are more: add --cursor ${cursor}`)
		terminal.say(`Console: ${link}`)
	}
	return exitOfAnswer(answered)
}
