import { gzipSync } from 'node:zlib'
import sources from '../world/sources.json' with { type: 'json' }
import type { Bucket, ObjectVersion } from './account.ts'
import { instanceRoleArn } from './cluster.ts'
import { objectVersion } from './lake.ts'
import type { NamedPolicy } from './policy.ts'
import { sha512 } from './seed.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const DAYS = 200
const GZIP = 'application/gzip'
/** Sources whose archive names its days in seconds. */
const IN_SECONDS: readonly string[] = ['fjord-prod']

/**
 * What was received of every source, up to yesterday as of `now`: `<prefix><UTC midnight>/<name>.gz`, gzipped JSON lines,
 * the midnight in milliseconds or in seconds. The same days hold the same objects in every run; one day in twenty holds none.
 */
export function archiveBucket(
	{ name, region }: { name: string; region: string },
	accountId: string,
	now: number,
): Bucket {
	const place = { name, versioned: false, keyArn: null }
	const today = Math.floor(now / DAY) * DAY
	const objects = new Map<string, ObjectVersion[]>()
	for (const { sourceId, archive } of sources.filter((each) => each.archive.bucket === name)) {
		for (let day = today - DAYS * DAY; day < today; day += DAY) {
			for (const { key, at, lines } of objectsOf(sourceId, archive.prefix, day)) {
				objects.set(key, [
					lazily(at + HOUR, (time) => objectVersion(place, key, linesFrom(key, at, lines), time, GZIP)),
				])
			}
		}
	}
	return { ...place, region, accountId, policy: readersPolicy(name), objects, uploads: new Map() }
}

/** Two to six a day, each of one hour. */
function objectsOf(sourceId: string, prefix: string, day: number) {
	const dice = sha512(`${sourceId}/${day}`)
	const count = dice.readUInt8(0) < 13 ? 0 : 2 + (dice.readUInt8(1) % 5)
	const folder = IN_SECONDS.includes(sourceId) ? day / 1_000 : day
	return Array.from({ length: count }, (_, index) => {
		const from = 2 + index * 8
		const at = day + (dice.readUInt8(from) % 24) * HOUR
		const lines = 5 + (dice.readUInt8(from + 1) % 110)
		return { key: `${prefix}${folder}/${at}.${dice.toString('hex', from + 2, from + 8)}.gz`, at, lines }
	})
}

/** Made when it is first looked at: most of an archive never is. */
function lazily(lastModified: number, make: (lastModified: number) => ObjectVersion): ObjectVersion {
	let made: ObjectVersion | undefined
	const look = () => {
		made ??= make(lastModified)
		return made
	}
	return {
		versionId: 'null',
		contentType: GZIP,
		keyArn: null,
		lastModified,
		get body() {
			return look().body
		},
		get etag() {
			return look().etag
		},
	}
}

/** Each event once, received within the hour. */
function linesFrom(key: string, at: number, lines: number): Buffer {
	const text = Array.from({ length: lines }, (_, index) => {
		const dice = sha512(`${key}/${index}`)
		return `${JSON.stringify({
			...KINDS[dice.readUInt8(0) % KINDS.length],
			messageId: `ajs-${dice.toString('hex', 1, 17)}`,
			anonymousId: dice.toString('hex', 17, 33),
			receivedAt: new Date(at + (dice.readUInt32BE(33) % HOUR)).toISOString(),
		})}\n`
	})
	// A copy, since zlib's own buffer keeps sixteen kilobytes for a few.
	return Buffer.from(gzipSync(text.join('')))
}

/** The kinds of events that the lakes of the world have tables for. */
const KINDS = [
	{ type: 'page', name: 'Home' },
	{ type: 'page', name: 'Product' },
	{ type: 'identify', userId: 'known' },
	{ type: 'track', event: 'Order Completed' },
]

/** The cluster of each customer reads what belongs to the customer's own sources. */
function readersPolicy(bucket: string): NamedPolicy {
	const arn = `arn:aws:s3:::${bucket}`
	const statements = sources.flatMap(({ catalogId, archive: { prefix } }) => {
		const Principal = { AWS: instanceRoleArn(catalogId) }
		const Condition = { StringLike: { 's3:prefix': `${prefix}*` } }
		return [
			{ Effect: 'Allow', Principal, Action: 's3:ListBucket', Resource: arn, Condition },
			{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `${arn}/${prefix}*` },
		]
	})
	return { arn: null, document: { Version: '2012-10-17', Statement: statements } }
}
