import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { check, checkRow } from '../../lib/contract/check-report.ts'
import { ROLES, type Role } from '../../lib/contract/role.ts'
import { fromTerminal, openTrial, type Trial, unsaved, validSettings } from '../service.fixture.ts'
import { aFinding, ORDERED, storeCheck } from './check.fixture.ts'
import { countProbes } from './run.ts'

let trial: Trial
beforeAll(async () => {
	trial = await openTrial()
	const put = (sourceId: string, settings: object) =>
		trial.call('PUT', `/v1/sources/${sourceId}`, fromTerminal('admin'), {
			settings: { ...validSettings, ...settings },
			baseVersion: 0,
			ticket: 'LAKE-1',
		})
	await put('src-1', { externalIds: ['src-1', 'ws-1'] })
})
afterAll(() => trial.close())
beforeEach(() => void trial.sent.splice(0))

const order = (body: object, role: Role = 'support') =>
	trial.call('POST', '/v1/checks', fromTerminal(role), { sourceId: 'src-1', profile: 'sync', ...body })
const read = async (path: string, role: Role = 'support') => {
	const response = await trial.call('GET', path, fromTerminal(role))
	return { status: response.status, text: await response.text() }
}
const report = async (checkId: string, role: Role = 'support') =>
	check.parse(JSON.parse((await read(`/v1/checks/${checkId}`, role)).text))
const fieldsOf = async (response: Response) => {
	const { status, code, errors } = (await response.json()) as {
		status: number
		code: string
		errors: { field: string }[]
	}
	return [status, code, ...errors.map(({ field }) => field)]
}

describe('ordering a check', () => {
	it('answers 202 at once, and a worker gets it together with the record', async () => {
		const response = await order({ ticket: 'LAKE-9' })
		expect(response.status).toBe(202)
		const { checkId } = (await response.json()) as { checkId: string }
		expect(trial.sent).toEqual([{ queue: 'checks', group: '222233334444', data: { checkId } }])
		expect(await report(checkId)).toMatchObject({
			status: 'running',
			verdict: null,
			progress: { done: 0, total: countProbes('sync') },
			ticket: 'LAKE-9',
			saved: true,
			settings: { version: 1, externalId: 'ws-1' },
			requestedBy: 'support@sluice.example',
		})
	})

	it('stores nothing when the worker cannot be told', async () => {
		const jobs = { send: () => Promise.reject(new Error('queue is gone')) }
		const without = await openTrial({ jobs }, trial.store)
		const before = await trial.store.db.selectFrom('checks').select('check_id').execute()
		const body = { sourceId: 'src-1', profile: 'sync' }
		expect((await without.call('POST', '/v1/checks', fromTerminal('support'), body)).status).toBe(500)
		expect(await trial.store.db.selectFrom('checks').select('check_id').execute()).toHaveLength(before.length)
	})

	it('gives the same check for the same key, and hands it over once', async () => {
		const headers = { ...fromTerminal('support'), 'Idempotency-Key': 'one-click-only' }
		const body = { sourceId: 'src-1', profile: 'sync' }
		const texts = []
		for (let copy = 0; copy < 3; copy++)
			texts.push(await (await trial.call('POST', '/v1/checks', headers, body)).text())
		expect(new Set(texts).size).toBe(1)
		expect(trial.sent).toHaveLength(1)
	})

	it.each([
		['a role typed for another account', { roleArn: 'arn:aws:iam::999988887777:role/x' }, ['settings.catalogId']],
		['an external id that the record does not hold', { externalId: 'ws-2' }, ['settings.externalId']],
		[
			'both',
			{ roleArn: 'arn:aws:iam::999988887777:role/x', externalId: 'ws-2' },
			['settings.catalogId', 'settings.externalId'],
		],
	])('refuses unsaved settings with %s, by field', async (_, settings, fields) => {
		expect(await fieldsOf(await order({ settings: { ...unsaved, ...settings } }, 'admin'))).toEqual([
			422,
			'invalid-settings',
			...fields,
		])
		expect(trial.sent).toEqual([])
	})

	it.each([
		['region', 'us-west-9'],
		['region', 'us-east-1#'],
		['roleArn', 'SegmentDataLakeRole'],
		['bucket', '169.254.169.254'],
		['bucket', '..'],
		['clusterId', '*'],
	])('refuses a malformed %s %s before anything else', async (field, value) => {
		expect(await fieldsOf(await order({ settings: { ...unsaved, [field]: value } }))).toEqual([
			400,
			'invalid-input',
			`settings.${field}`,
		])
	})

	const foreign = { ...unsaved, roleArn: 'arn:aws:iam::999988887777:role/x', catalogId: '999988887777' }
	it.each([
		['support', 'LAKE-1', [403, 'role-not-allowed']],
		['engineer', undefined, [422, 'invalid-settings', 'ticket']],
		['admin', undefined, [422, 'invalid-settings', 'ticket']],
	] as const)('another account by %s with ticket %s is refused', async (role, ticket, refusal) => {
		expect(await fieldsOf(await order({ settings: foreign, ticket }, role))).toEqual(refusal)
		expect(trial.sent).toEqual([])
	})

	it('the account of another customer is refused whoever asks, since an open trust policy would let us in', async () => {
		const other = {
			...validSettings,
			workspaceId: 'ws-other',
			roleArn: 'arn:aws:iam::444455556666:role/x',
			catalogId: '444455556666',
		}
		await trial.call('PUT', '/v1/sources/src-other', fromTerminal('admin'), {
			settings: other,
			baseVersion: 0,
			ticket: 'LAKE-1',
		})
		const settings = { ...unsaved, roleArn: other.roleArn, catalogId: other.catalogId }
		expect(await fieldsOf(await order({ settings, ticket: 'LAKE-1' }, 'admin'))).toEqual([
			422,
			'invalid-settings',
			'settings.catalogId',
		])
		expect(trial.sent).toEqual([])
	})

	it('another account by an engineer with a ticket is checked, with the external id of the record', async () => {
		const response = await order({ settings: foreign, ticket: 'LAKE-1' }, 'engineer')
		expect(response.status).toBe(202)
		const { checkId } = (await response.json()) as { checkId: string }
		expect(await report(checkId)).toMatchObject({
			saved: false,
			settings: { version: null, catalogId: '999988887777', externalId: 'ws-1' },
		})
	})
})

describe('reading checks', () => {
	const SECRETS = [
		'222233334444',
		'northwind-lake',
		'SegmentDataLakeRole',
		'aws-request-1',
		'Table x not found',
		'ws-1"',
	]

	it.each(ROLES.map((role) => ({ role })))('$role sees of a report what that role may', async ({ role }) => {
		await storeCheck(trial.store.db, { check_id: `chk-seen-by-${role}`, source_id: 'src-seen' })
		const { status, text } = await read(`/v1/checks/chk-seen-by-${role}`, role)
		expect(status).toBe(200)
		const sees = role !== 'viewer' && role !== 'auditor'
		expect(SECRETS.filter((secret) => text.includes(secret))).toEqual(sees ? SECRETS : [])
		expect(text.includes('advice')).toBe(sees)
		expect(text).toContain('Blocked: an organisation policy denies glue:GetTable.')
	})

	it('shows the findings so far of the latest attempt only', async () => {
		const { db } = trial.store
		await storeCheck(db, { check_id: 'chk-begun-anew', source_id: 'src-1', ...ORDERED, attempt: 2, total: 34 })
		const found = (attempt: number, findingId: string) => ({
			check_id: 'chk-begun-anew',
			attempt,
			finding_id: findingId,
			finding: JSON.stringify(aFinding({ findingId })),
		})
		await db
			.insertInto('check_findings')
			.values([found(1, 'glue-get-table'), found(1, 'glue-get-tables'), found(2, 'trust-assume-role')])
			.execute()
		const seen = await report('chk-begun-anew')
		expect(seen.findings.map(({ findingId }) => findingId)).toEqual(['trust-assume-role'])
		expect(seen).toMatchObject({ progress: { done: 1, total: 34 }, restarts: 1, status: 'running' })
	})

	it('names the newer check of the same source and profile, not one of other settings or still running', async () => {
		const { db } = trial.store
		const at = (minute: number) => ({
			source_id: 'src-newer',
			requested_at: new Date(Date.UTC(2026, 10, 20, 10, minute)),
		})
		await storeCheck(db, { check_id: 'chk-a', ...at(1) })
		await storeCheck(db, { check_id: 'chk-b', ...at(2), verdict: 'ok' })
		await storeCheck(db, { check_id: 'chk-c', ...at(3), profile: 'debug' })
		await storeCheck(db, { check_id: 'chk-d', ...at(4), source_version: null })
		await storeCheck(db, { check_id: 'chk-e', ...at(5), ...ORDERED })
		expect((await report('chk-a')).newer).toMatchObject({ checkId: 'chk-b', verdict: 'ok' })
		expect((await report('chk-b')).newer).toBeNull()
		await storeCheck(db, { check_id: 'chk-form', ...at(0), source_version: null })
		expect((await report('chk-form')).newer).toBeNull()
	})

	it('lists every check once, newest first, page by page, also those of one moment', async () => {
		for (const id of ['1', '2', '3', '4', '5'])
			await storeCheck(trial.store.db, { check_id: `chk-page-${id}`, source_id: 'src-pages' })
		const seen: string[] = []
		let cursor: string | null = ''
		while (cursor !== null) {
			const { text } = await read(`/v1/checks?sourceId=src-pages&limit=2${cursor && `&cursor=${cursor}`}`, 'viewer')
			const page = JSON.parse(text) as { items: unknown[]; nextCursor: string | null }
			seen.push(...page.items.map((item) => checkRow.parse(item).checkId))
			cursor = page.nextCursor
		}
		expect(seen).toEqual(['5', '4', '3', '2', '1'].map((id) => `chk-page-${id}`))
	})

	it('refuses a cursor of another list', async () => {
		const { text } = await read('/v1/checks?sourceId=src-pages&limit=2')
		const { nextCursor } = JSON.parse(text) as { nextCursor: string }
		expect((await read(`/v1/checks?sourceId=src-1&cursor=${nextCursor}`)).status).toBe(400)
	})

	it('shows the last verdict on what is stored in the list of sources', async () => {
		const { db } = trial.store
		const at = (minute: number) => ({ source_id: 'src-1', requested_at: new Date(Date.UTC(2026, 10, 20, 10, minute)) })
		await storeCheck(db, { check_id: 'chk-last', ...at(1), verdict: 'ok' })
		await storeCheck(db, { check_id: 'chk-of-a-form', ...at(2), source_version: null })
		const { text } = await read('/v1/sources?q=src-1', 'viewer')
		expect(JSON.parse(text)).toMatchObject({
			items: [{ sourceId: 'src-1', lastCheck: { checkId: 'chk-last', verdict: 'ok' } }],
		})
	})
})

it('an ended check is never changed again, not even by mistake', async () => {
	await storeCheck(trial.store.db, { check_id: 'chk-ended', source_id: 'src-1' })
	const change = trial.store.db
		.updateTable('checks')
		.set({ headline: 'All is well.' })
		.where('check_id', '=', 'chk-ended')
	await expect(change.execute()).rejects.toThrow(/has ended/)
})
