import { type Kysely, sql } from 'kysely'
import type { TrustTry } from '../../lib/contract/check-report.ts'
import type { Database } from '../store/schema.ts'
import type { RecordedUpload, SoundnessCache, TrustTries, UploadLedger } from './ports.ts'

/** AWS may change an API's order of work; nobody would tell us. */
const SOUND_FOR_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1_000

/** For one check: what is known of a region is read once, at the first question. */
export function createSoundnessCache(db: Kysely<Database>, now: () => Date): SoundnessCache {
	type Known = Map<string, { sound: boolean; calibratedAt: Date }>
	const regions = new Map<string, Promise<Known>>()
	async function read(region: string): Promise<Known> {
		const kept = await db
			.selectFrom('probe_soundness')
			.select(['operation', 'sound', 'calibrated_at'])
			.where('region', '=', region)
			.where('calibrated_at', '>', new Date(now().getTime() - SOUND_FOR_DAYS * DAY_MS))
			.execute()
		return new Map(
			kept.map(({ operation, sound, calibrated_at }) => [operation, { sound, calibratedAt: calibrated_at }]),
		)
	}
	return {
		async find(operation, region) {
			const known = regions.get(region) ?? read(region)
			regions.set(region, known)
			return (await known).get(operation) ?? null
		},
		async keep(operation, region, sound) {
			const fresh = { sound, calibrated_at: now() }
			await db
				.insertInto('probe_soundness')
				.values({ operation, region, ...fresh })
				.onConflict((conflict) => conflict.columns(['operation', 'region']).doUpdateSet(fresh))
				.execute()
		},
	}
}

export const createUploadLedger = (db: Kysely<Database>, now: () => Date): UploadLedger => ({
	async opening({ checkId, key, ...place }) {
		const row = { check_id: checkId, key, place: JSON.stringify(place), opened_at: now(), ended_at: null }
		await db
			.insertInto('check_uploads')
			.values(row)
			.onConflict((conflict) => conflict.columns(['check_id', 'key']).doUpdateSet({ place: row.place }))
			.execute()
	},
	async ended(checkId, key) {
		await db
			.updateTable('check_uploads')
			.set({ ended_at: now() })
			.where('check_id', '=', checkId)
			.where('key', '=', key)
			.execute()
	},
	async open(checkId) {
		const rows = await db
			.selectFrom('check_uploads')
			.selectAll()
			.where('ended_at', 'is', null)
			.where(({ eb, exists, selectFrom }) =>
				checkId !== undefined
					? eb('check_id', '=', checkId)
					: exists(
							selectFrom('checks')
								.whereRef('checks.check_id', '=', 'check_uploads.check_id')
								.where('status', '<>', 'running')
								.select('checks.check_id'),
						),
			)
			.orderBy('opened_at')
			.execute()
		// Our own row, written by `opening` above.
		return rows.map(({ check_id, key, place }) => ({ ...(place as RecordedUpload), checkId: check_id, key }))
	},
})

export const createTrustTries = (db: Kysely<Database>): TrustTries => ({
	async recent(roleArn, since) {
		const { rows } = await sql<{ try: TrustTry }>`
			select distinct on (try->>'principalArn', try->>'roleArn', try->>'externalId', try->>'of') try from trust_tries
			where role_arn = ${roleArn} and at >= ${since}
			order by try->>'principalArn', try->>'roleArn', try->>'externalId', try->>'of', at desc`.execute(db)
		return rows.map((row) => row.try)
	},
	async add(roleArn, tries) {
		if (tries.length === 0) return
		await db
			.insertInto('trust_tries')
			.values(tries.map((one) => ({ role_arn: roleArn, try: JSON.stringify(one), at: new Date(one.at) })))
			.execute()
	},
})
