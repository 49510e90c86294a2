import { z } from 'zod'

/** What an argument of the job may hold; each part of a replay fills it in. `${events}` is `*` for all events. */
export const JOB_PLACEHOLDERS = [
	'token',
	'sourceId',
	'from',
	'to',
	'events',
	'archive',
	'bucket',
	'database',
	'region',
] as const
export type JobPlaceholder = (typeof JOB_PLACEHOLDERS)[number]

/** Without these a step would replay the wrong thing, or could not be recognised as ours. */
const NEEDED: readonly JobPlaceholder[] = ['token', 'sourceId', 'from', 'to', 'archive', 'bucket']

const PLACEHOLDER = /\$\{(\w*)\}/g
const namesIn = (args: readonly string[]) => [...args.join('\n').matchAll(PLACEHOLDER)].map(([, name = '']) => name)

/**
 * The step that replays, for every customer the same. `honoursClaim`: before it works, the job puts
 * `segment-stage/sluice-replays/TOKEN.claim` on condition that it does not exist, and ends well where it does.
 */
export const replayJob = z
	.strictObject({
		jar: z.string().min(1, 'must name a jar such as command-runner.jar'),
		mainClass: z.string().min(1).nullable().default(null),
		args: z.array(z.string()).max(100),
		honoursClaim: z.boolean('must be true or false'),
	})
	.superRefine(({ args }, context) => {
		const names = namesIn(args)
		const unknown = names.find((name) => !(JOB_PLACEHOLDERS as readonly string[]).includes(name))
		if (unknown !== undefined) {
			const known = JOB_PLACEHOLDERS.map((name) => `\${${name}}`).join(' ')
			context.addIssue({ code: 'custom', path: ['args'], message: `hold \${${unknown}}; there are ${known}` })
		}
		const missing = NEEDED.filter((name) => !names.includes(name)).map((name) => `\${${name}}`)
		if (missing.length > 0)
			context.addIssue({ code: 'custom', path: ['args'], message: `must hold ${missing.join(', ')}` })
	})
export type ReplayJob = z.output<typeof replayJob>

/** The arguments of one part. */
export const fillJob = ({ args }: Pick<ReplayJob, 'args'>, values: Record<JobPlaceholder, string>): string[] =>
	args.map((arg) => arg.replaceAll(PLACEHOLDER, (_, name: JobPlaceholder) => values[name]))
