import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTrial, type Trial } from '../service.fixture.ts'
import { releaseByOperator } from './release-command.ts'

let trial: Trial
beforeAll(async () => {
	trial = await openTrial()
})
afterAll(() => trial.close())

it('releases on behalf of an operator and records who that was', async () => {
	const headers = await trial.signIn('admin', 'lost@sluice.example')
	expect(await releaseByOperator(trial.store.db, () => new Date(), 'root', 'lost@sluice.example')).toBe(1)
	expect((await trial.call('GET', '/v1/me', headers)).status).toBe(403)
	const rows = await trial.store.db
		.selectFrom('audit_rows')
		.selectAll()
		.where('writer_id', 'like', 'release-%')
		.execute()
	expect(rows).toMatchObject([
		{ phase: 'intent', person: 'operator:root', operation: 'sessions.release', target: 'lost@sluice.example' },
		{ phase: 'outcome', status: 200, code: null },
	])
})

it('says when there was nothing to release', async () => {
	expect(await releaseByOperator(trial.store.db, () => new Date(), 'root', 'nobody@sluice.example')).toBe(0)
	const last = await trial.store.db.selectFrom('audit_rows').selectAll().where('phase', '=', 'outcome').execute()
	expect(last.at(-1)).toMatchObject({ status: 404, code: 'not-found' })
})
