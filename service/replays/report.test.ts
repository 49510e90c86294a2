import { describe, expect, it } from 'vitest'
import { sourceSettings } from '../../lib/contract/sources.ts'
import type { AwsAnswer } from '../aws/ports.ts'
import { validSettings } from '../service.fixture.ts'
import { aPart, aStep } from './move.fixture.ts'
import { readReport } from './report.ts'
import type { Hand } from './session.ts'
import { settingsOf } from './settings.ts'

const told = { httpStatus: 200, requestId: 'aws-1', bucketRegion: null, date: null, durationMs: 1 }

/** A bucket of the customer: what lies there was written in their account. */
function bucketWith(objects: Record<string, string>): Hand {
	const answerTo = (key: string): AwsAnswer =>
		key in objects
			? { ...told, kind: 'ok', value: { Body: objects[key] } }
			: { ...told, kind: 'refused', code: 'NoSuchKey', message: 'The specified key does not exist.' }
	return {
		settings: settingsOf({ settings: sourceSettings.parse(validSettings) }),
		open: async () => ({ ...told, kind: 'ok', value: { roleArn: '', accountId: '', region: '' } }),
		call: async (_session, _operation, input) => answerTo(String(input.Key)),
		told: () => {},
		ended: async () => {},
	}
}
const keyOf = (day: string) => `segment-data/reports/day=${day}/source=src-1/run_id=01TOKEN/report.json`
const endedAt = (time: string) => {
	const step = aStep('COMPLETED')
	return { ...step, timeline: { ...step.timeline, endedAt: time } }
}
const read = (body: string) =>
	readReport(bucketWith({ [keyOf('2026-11-20')]: body }), aPart(), 'src-1', endedAt('2026-11-20T10:00:00.000Z'))

describe('the report of a part', () => {
	it('tells how many rows were loaded', async () => {
		expect(await read('{"status":"finished","row_count":1000}')).toEqual({ is: 'told', rows: 1_000, failure: null })
	})

	it.each([
		['half a row', '0.5'],
		['more rows than a number holds', '1e300'],
		['a text', '"1000"'],
		['less than none', '-1'],
	])('that tells of %s tells no rows, and the page of the replay still opens', async (_, count) => {
		expect(await read(`{"status":"finished","row_count":${count}}`)).toEqual({ is: 'told', rows: null, failure: null })
	})

	it.each([
		['an error that is no text', '{"status":"failed","error":{"why":"no table"},"error_code":7}'],
		['a count that is none', '{"status":"failed","row_count":"none"}'],
	])('of a run that failed is never taken for one that loaded, whatever else is in it: %s', async (_, body) => {
		expect(await read(body)).toMatchObject({ is: 'told', rows: null, failure: { action: 'report', code: null } })
	})

	it('holds nothing that the database does not take, and not more than a page shows', async () => {
		const body = JSON.stringify({ status: 'failed', error: `a\0b\ud800${'x'.repeat(100_000)}`, error_code: 'c\0' })
		const report = await read(body)
		const { code = '', message = '' } = (report.is === 'told' && report.failure) || {}
		expect(code).toBe('c\uFFFD')
		expect(message).toMatch(/^a\uFFFDb\uFFFDx+/)
		expect(message?.length).toBeLessThan(5_000)
	})

	it('lies on the day before where the step ended just after midnight', async () => {
		const hand = bucketWith({ [keyOf('2026-11-19')]: '{"status":"finished","row_count":3}' })
		const step = endedAt('2026-11-20T00:00:04.000Z')
		expect(await readReport(hand, aPart(), 'src-1', step)).toMatchObject({ is: 'told', rows: 3 })
	})
})
