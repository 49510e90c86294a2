import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { cliEnvironment } from '../lib/settings/cli.ts'
import { consoleEnvironment } from '../lib/settings/console.ts'
import { serviceEnvironment } from '../lib/settings/service.ts'

/** What each deployable reads of its environment. */
export const ENVIRONMENTS = { service: serviceEnvironment, console: consoleEnvironment, terminal: cliEnvironment }
export const REFERENCE = join(import.meta.dirname, '../docs/settings.md')

const about = z.object({ description: z.string(), example: z.string(), secret: z.boolean() })

/** Name, meaning and example of a variable. Throws for one that says nothing of itself. */
export function aboutOf(name: string, schema: z.ZodType): z.output<typeof about> {
	const found = about.safeParse(schema.meta())
	if (!found.success)
		throw new Error(`${name} says nothing of itself: wrap it in variable() or secret() of lib/settings.`)
	return found.data
}

/** What holds without the variable, as somebody would write it. */
function absence(schema: z.ZodType): string {
	const { success, data } = schema.safeParse(undefined)
	if (!success) return 'must be set'
	return data === undefined ? 'none' : code(Array.isArray(data) ? data.join(',') : String(data))
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``

function tableOf(environment: z.ZodObject): string {
	const rows = Object.entries(environment.shape).map(([name, schema]) => {
		const { description, example, secret } = aboutOf(name, schema)
		return `| \`${name}\` | ${description} | ${absence(schema)} | ${code(example)} | ${secret ? '**secret**' : 'no'} |`
	})
	return ['| variable | meaning | default | example | secret |', '|---|---|---|---|---|', ...rows].join('\n')
}

/** The text of docs/settings.md. */
export const settingsReference = (): string => `# Settings

Made of the schemas in \`lib/settings/\` by \`npm exec -- node scripts/settings-reference.ts\`; change the sentence there.
Each process parses its environment once, at its start, and refuses to start with one line for each variable that is missing or wrong. Empty text counts as absent.
Where two values may stand (\`SLUICE_GATE_SECRETS\`, \`SLUICE_CONSOLE_SECRETS\`: separated by a comma; \`SLUICE_IDP_CERTIFICATES\`: one after the other) both are valid at once: [operations.md](operations.md) says in which order to rotate.

## Service

Beside these the AWS SDK reads its own variables for credentials and endpoints.

${tableOf(ENVIRONMENTS.service)}

## Console

What is not secret here reaches the browser, or could.

${tableOf(ENVIRONMENTS.console)}

## Terminal

${tableOf(ENVIRONMENTS.terminal)}
`

if (import.meta.main) writeFileSync(REFERENCE, settingsReference())
