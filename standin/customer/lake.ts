import { createHash } from 'node:crypto'
import type { Bucket, Cluster, Database, ObjectVersion, Table } from './account.ts'
import type { BucketFile } from './account-file.ts'
import { logFiles } from './emr/log-files.ts'
import { dayOf, hexOf } from './seed.ts'

const DAY = 86_400_000
const DAYS = [3, 2, 1]
const HOURS = ['00', '12']
const TABLES = ['identify', 'page', 'track_order_completed']

/** What the product leaves in a bucket: events, sync reports, logs of the cluster's steps. */
export function fillBucket(
	bucket: Bucket,
	file: BucketFile,
	clusters: ReadonlyMap<string, Cluster>,
	now: number,
): void {
	const put = (key: string, body: Buffer, at: number, contentType = 'binary/octet-stream') =>
		bucket.objects.set(key, [objectVersion(bucket, key, body, at, contentType)])
	for (const sourceId of file.sources) {
		for (const [day, hour, at] of partitionTimes(now)) {
			for (const table of TABLES) {
				const folder = `segment-data/data/${sourceId}/segment_type=${table}/day=${day}/hr=${hour}`
				const name = hexOf(folder, 32)
				put(`${folder}/part-00000-${name}.snappy.parquet`, Buffer.from(`PAR1${name.repeat(16)}PAR1`), at)
			}
		}
		for (const report of syncReports(sourceId, file, now)) {
			const folder = `segment-data/reports/day=${dayOf(report.at)}/source=${sourceId}/run_id=${report.body.run_id}`
			put(`${folder}/report.json`, Buffer.from(JSON.stringify(report.body)), report.at, 'application/json')
		}
	}
	for (const clusterId of file.logsOf) {
		for (const step of clusters.get(clusterId)?.steps ?? []) {
			for (const [name, body] of logFiles(step))
				put(`logs/${clusterId}/steps/${step.id}/${name}`, body, step.endedAt ?? now, 'application/gzip')
		}
	}
}

export function objectVersion(
	bucket: Pick<Bucket, 'name' | 'versioned' | 'keyArn'>,
	key: string,
	body: Buffer,
	lastModified: number,
	contentType: string,
): ObjectVersion {
	return {
		versionId: bucket.versioned ? hexOf(`${bucket.name}/${key}/${lastModified}`, 32) : 'null',
		body,
		etag: createHash('md5').update(body).digest('hex'),
		contentType,
		lastModified,
		keyArn: bucket.keyArn,
	}
}

/** One table for each kind of event, partitioned by day and hour (product documentation, data lakes, schema). */
export function sourceDatabase(name: string, bucket: string, sourceId: string, now: number): Database {
	const locationUri = `s3://${bucket}/segment-data/data/${sourceId}/`
	const tables = TABLES.map((table) => eventTable(table, `${locationUri}segment_type=${table}/`, now))
	return { name, locationUri, createdAt: now - 400 * DAY, tables: new Map(tables.map((table) => [table.name, table])) }
}

/** The table of sync reports that every lake has. */
export function reportDatabase(bucket: string, now: number): Database {
	const locationUri = `s3://${bucket}/segment-data/reports/`
	const columns = ['run_id', 'status', 'error', 'error_code', 'emr_cluster_id'].map((name) => ({
		name,
		type: 'string',
	}))
	const table: Table = {
		...emptyTable('sync_reports', locationUri, now),
		columns: [...columns, { name: 'row_count', type: 'bigint' }],
		partitionKeys: ['day', 'source'].map((name) => ({ name, type: 'string' })),
	}
	const tables = new Map([[table.name, table]])
	return { name: '__segment_datalake', locationUri, createdAt: now - 400 * DAY, tables }
}

function eventTable(name: string, location: string, now: number): Table {
	const text = ['message_id', 'anonymous_id', 'user_id', 'received_at'].map((column) => ({
		name: column,
		type: 'string',
	}))
	const columns = [...text, ...(name === 'track_order_completed' ? [{ name: 'revenue', type: 'double' }] : [])]
	const partitions = partitionTimes(now).map(([day, hour, createdAt]) => ({
		values: [day, hour],
		location: `${location}day=${day}/hr=${hour}/`,
		createdAt,
	}))
	return {
		...emptyTable(name, location, now),
		columns,
		partitionKeys: ['day', 'hr'].map((key) => ({ name: key, type: 'string' })),
		version: 1,
		oldVersions: [{ version: 0, columns: text }],
		partitions: new Map(partitions.map((partition) => [partition.values.join('/'), partition])),
	}
}

const emptyTable = (name: string, location: string, now: number): Table => ({
	name,
	location,
	columns: [],
	partitionKeys: [],
	createdAt: now - 400 * DAY,
	updatedAt: now - 30 * DAY,
	version: 0,
	oldVersions: [],
	partitions: new Map(),
})

const partitionTimes = (now: number): [day: string, hour: string, at: number][] =>
	DAYS.flatMap((back) =>
		HOURS.map((hour): [string, string, number] => {
			const day = dayOf(now - back * DAY)
			return [day, hour, Date.parse(`${day}T${hour}:40:00Z`)]
		}),
	)

/** Two runs a day; those of the last day and a half fail where the lake is in trouble. Fields as the product documents them. */
function syncReports(sourceId: string, { failing, logsOf }: BucketFile, now: number) {
	return partitionTimes(now).map(([day, hour, at]) => {
		const failed = failing !== null && now - at < 1.5 * DAY
		const body = {
			run_id: hexOf(`${sourceId}/${day}/${hour}`, 16),
			source: sourceId,
			status: failed ? 'failed' : 'finished',
			error: failed ? failing.error : null,
			error_code: failed ? failing.code : null,
			emr_cluster_id: logsOf[0] ?? null,
			partitions: failed ? [] : TABLES.map((table) => `${table}/day=${day}/hr=${hour}`),
			row_count: failed ? 0 : 1200 + (at % 977),
			replay: false,
			replay_from: null,
			replay_to: null,
			started_at: new Date(at).toISOString(),
			finished_at: new Date(at + 600_000).toISOString(),
		}
		return { at: at + 600_000, body }
	})
}
