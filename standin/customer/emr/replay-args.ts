import type { Step } from '../account.ts'

/** What our replay script is told (standin/world/replay-job.json). Days are `YYYY-MM-DD` in UTC, both counted. */
export type ReplayArgs = {
	token: string
	source: string
	from: string
	to: string
	/** Null: all. Else types (`identify`) and names (`Order Completed`). */
	events: ReadonlySet<string> | null
	archive: { bucket: string; prefix: string }
	bucket: string
	database: string
}

const SCRIPT = 'replay.py'
const NAMES = ['token', 'source', 'from', 'to', 'events', 'archive', 'bucket', 'database', 'region']

const scriptAt = ({ args }: Pick<Step, 'args'>) => args.findIndex((arg) => arg.endsWith(`/${SCRIPT}`))

/** Whether a step runs our script. Every other step of this world does nothing but take time. */
export const isReplay = (step: Pick<Step, 'args'>): boolean => scriptAt(step) >= 0

/** The script's own reading of its command line; `error`: what it prints before it gives up. */
export function readReplayArgs(step: Pick<Step, 'args'>): ReplayArgs | { error: string } {
	const words = step.args.slice(scriptAt(step) + 1)
	const given = new Map<string, string>()
	for (let i = 0; i < words.length; i += 2) {
		const [flag = '', value] = words.slice(i)
		const name = flag.replace(/^--/, '')
		if (flag === name || !NAMES.includes(name)) return refused(`unrecognized arguments: ${flag}`)
		if (value === undefined) return refused(`argument ${flag}: expected one argument`)
		given.set(name, value)
	}
	const missing = NAMES.filter((name) => !given.has(name)).map((name) => `--${name}`)
	if (missing.length > 0) return refused(`the following arguments are required: ${missing.join(', ')}`)
	const text = (name: string) => given.get(name) ?? ''
	const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(text('archive')) ?? []
	if (bucket === undefined || prefix === undefined)
		return refused(`argument --archive: invalid value: '${text('archive')}'`)
	const wrong = ['from', 'to'].find((name) => !isDay(text(name)))
	if (wrong !== undefined) return refused(`argument --${wrong}: invalid value: '${text(wrong)}'`)
	return {
		token: text('token'),
		source: text('source'),
		from: text('from'),
		to: text('to'),
		events: text('events') === '*' ? null : new Set(text('events').split(',')),
		archive: { bucket, prefix },
		bucket: text('bucket'),
		database: text('database'),
	}
}

/** As Python's argparse says it. */
const refused = (why: string) => ({ error: `${SCRIPT}: error: ${why}` })

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
