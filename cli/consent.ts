import { EXIT, type Exit } from './exit.ts'
import { leavesOf } from './flat.ts'
import type { Session } from './session.ts'
import { pairs } from './table.ts'

/** Whether somebody can agree, now or by --yes; says what to do when not. Asked before anything is sent. */
export function canConsent({ flags, terminal }: Session): boolean {
	if (flags.yes || terminal.ask) return true
	terminal.say('sluice: This changes something, and nobody can be asked here. Add --yes to go on without a question.')
	return false
}

/** Null when the person agrees, or has done so with --yes; otherwise the exit code of a run that changed nothing. */
export async function consent(
	{ flags, terminal, interrupted }: Session,
	about: string,
	facts: object,
): Promise<Exit | null> {
	if (flags.yes) return null
	terminal.say(`${about}\n${pairs(terminal, leavesOf(facts))}`)
	if (await terminal.ask?.('Go on? Type yes: ')) return null
	terminal.say('sluice: You refused. Nothing was sent.')
	return interrupted.aborted ? EXIT.interrupted : EXIT.no
}
