import personas from '../standin/world/personas.json' with { type: 'json' }
import sources from '../standin/world/sources.json' with { type: 'json' }
import type { TerminalEnvironment } from './local-terminal.ts'

/** What the terminal shows once everything answers: where to go, whom to be, what to try. */
export function greeting(origin: string, terminal: TerminalEnvironment): string {
	const [first] = sources
	const blocked = sources.find(({ sourceId }) => sourceId === 'grove-android')
	const people = personas.map((persona) => {
		const groups = persona.groups.length > 0 ? persona.groups.join(', ') : 'in no group: sees how a refusal reads'
		return `    ${persona.id.padEnd(9)} ${persona.displayName.padEnd(18)} ${groups}`
	})
	return [
		'',
		`Sluice is ready: ${origin}`,
		'',
		'  Sign in as',
		...people,
		'',
		'  Try',
		`    ${origin}/sources`,
		`    ${origin}/sources/${blocked?.sourceId}   a lake that stopped loading: run a check`,
		`    ${origin}/checks?source=${first?.sourceId}&profile=sync`,
		'',
		'  Or from another terminal, as any of the first five',
		...Object.entries(terminal).map(([name, value]) => `    export ${name}="${value}"`),
		`    npx sluice check run -s ${blocked?.sourceId} --profile sync --aws-profile support`,
		'',
		'  Ctrl-C stops everything.',
		'',
	].join('\n')
}
