import type { Refusal } from '../lib/gateway/refusal.ts'
import type { CliSettings } from '../lib/settings/cli.ts'
import type { Caller } from './caller.ts'
import { chainCredentials } from './credentials.ts'
import { type Exit, exitOf } from './exit.ts'
import { plainJson } from './plain.ts'
import type { Flags } from './program.ts'
import type { Terminal } from './terminal.ts'

/** What one run of the command works with. */
export type Session = {
	flags: Flags
	settings: CliSettings
	terminal: Terminal
	interrupted: AbortSignal
	/** The signed client, loaded when it is needed first. */
	caller(): Promise<Caller>
	/** Says who refused, why and what to do, with the place of the console where the matter stands. */
	refused(refusal: Refusal, link: string): Promise<Exit>
}

type Ports = Pick<Session, 'flags' | 'settings' | 'terminal' | 'interrupted'>

export function createSession({ flags, settings, terminal, interrupted }: Ports): Session {
	const credentials = chainCredentials(flags.awsProfile, settings.region)
	let caller: Promise<Caller> | null = null
	const again = (refusal: Refusal) =>
		void wordsFor(refusal).then(({ title }) => terminal.say(`${title}. Trying again.`))
	const load = async () => {
		const { createCaller } = await import('./caller.ts')
		return createCaller({ settings, credentials, interrupted, again })
	}
	const wordsFor = async (refusal: Refusal) => {
		const { describe } = await import('./refusal.ts')
		return describe(refusal, credentials.said())
	}
	return {
		...{ flags, settings, terminal, interrupted },
		caller() {
			caller ??= load()
			return caller
		},
		async refused(refusal, link) {
			const { refusalText } = await import('./refusal.ts')
			const words = await wordsFor(refusal)
			terminal.say(refusalText(refusal, words))
			terminal.say(`  Console: ${link}`)
			if (flags.json) terminal.answer(plainJson({ link, refusal: { by: refusal.by, ...words } }))
			return exitOf(refusal)
		},
	}
}
