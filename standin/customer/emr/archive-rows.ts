import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { dayOf } from '../seed.ts'
import type { Machine } from './machine.ts'
import type { ReplayArgs } from './replay-args.ts'

const DAY = 86_400_000

const line = z.object({ type: z.string(), event: z.string().optional(), receivedAt: z.iso.datetime() })

/** Events of one table received in one hour: what becomes one partition. `hour` of two digits. */
export type Rows = { table: string; day: string; hour: string; count: number }

/** Reads the archived days of a replay and counts the events that it is about. */
export function readRows(machine: Machine, { archive, from, to, events }: ReplayArgs): Rows[] {
	const found = new Map<string, Rows>()
	for (let day = Date.parse(from); day <= Date.parse(to); day += DAY) {
		for (const key of keysOfDay(machine, archive, day)) {
			const { body } = machine.s3('GET', archive.bucket, key)
			for (const text of gunzipSync(Buffer.from(body)).toString().trimEnd().split('\n')) {
				const { type, event = type, receivedAt } = line.parse(JSON.parse(text))
				if (events && !events.has(type) && !events.has(event)) continue
				const rows = { table: tableOf(type, event), day: dayOf(Date.parse(receivedAt)), hour: receivedAt.slice(11, 13) }
				const place = Object.values(rows).join('/')
				found.set(place, { ...rows, count: (found.get(place)?.count ?? 0) + 1 })
			}
		}
	}
	return [...found.values()]
}

/** One table for each kind of event (product documentation, data lakes, schema). */
const tableOf = (type: string, event: string) =>
	type === 'track' ? `track_${event.toLowerCase().replaceAll(/\W+/g, '_')}` : type

/** What follows the ten digits of the seconds: nothing or the milliseconds of midnight, then a file of this folder itself. */
const FILE_OF_DAY = /^(?:000)?\/[^/]+\.gz$/

/** A folder is named by its midnight in seconds or in milliseconds, which begin alike: one list finds both. */
function keysOfDay(machine: Machine, { bucket, prefix }: ReplayArgs['archive'], day: number): string[] {
	const folder = `${prefix}${day / 1_000}`
	return keysBelow(machine, bucket, folder).filter((key) => FILE_OF_DAY.test(key.slice(folder.length)))
}

function keysBelow(machine: Machine, bucket: string, prefix: string): string[] {
	const keys: string[] = []
	let token: string | undefined
	do {
		const query = new URLSearchParams({ 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) })
		const xml = machine.s3('GET', bucket, `?${query}`).body.toString()
		keys.push(...[...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key))
		token = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1]
	} while (token !== undefined)
	return keys
}
