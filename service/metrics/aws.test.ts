import pino from 'pino'
import { afterEach, expect, it } from 'vitest'
import { accessOf, asking, CUSTOMER, soundSts, trialAccess } from '../aws/customer.fixture.ts'
import type { AwsAnswer } from '../aws/ports.ts'
import { json, startRawAws, stsError } from '../aws/raw-aws.fixture.ts'
import { countAnswers, showCircuits } from './aws.ts'
import { createRegistry } from './registry.ts'

const told: string[] = []
const log = pino({ level: 'debug' }, { write: (line: string) => void told.push(line) })

let trial: Awaited<ReturnType<typeof trialAccess>> | null = null
afterEach(async () => trial?.aws.stop())

/** The lines of a metric that are not 0. */
async function lines(registry: ReturnType<typeof createRegistry>, metric: string) {
	const all = (await registry.text()).split('\n').filter((line) => line.startsWith(`${metric}{`))
	return all.filter((line) => !line.endsWith(' 0')).map((line) => line.slice(metric.length))
}

it('counts each answer by service and kind: throttles that a repetition hid, too', async () => {
	const registry = createRegistry()
	const answers = [
		json(400, { __type: 'ThrottlingException' }),
		json(200, { Table: {} }),
		json(400, { __type: 'AccessDeniedException' }),
	]
	trial = await trialAccess(() => answers.shift() ?? null, { answered: countAnswers(registry, log).answered })
	const session = await trial.open()
	for (let asked = 0; asked < 2; asked += 1) await trial.access.call(session, 'glue:GetTable', { Name: 't' })
	expect(await lines(registry, 'sluice_aws_answers_total')).toEqual([
		'{service="sts",outcome="ok"} 1',
		'{service="glue",outcome="ok"} 1',
		'{service="glue",outcome="refused"} 1',
		'{service="glue",outcome="throttled"} 1',
	])
	expect(await registry.text()).not.toContain(CUSTOMER)
	const about = { accountId: CUSTOMER, operation: 'glue:GetTable', httpStatus: 400, awsRequestId: 'json-1' }
	expect(told.map((line) => JSON.parse(line))).toMatchObject([
		{ ...about, msg: 'aws call failed', cause: 'throttled', code: 'ThrottlingException' },
		{ ...about, msg: 'aws refused', refusedBy: 'customer', code: 'AccessDeniedException' },
	])
})

it('tells which services are left alone, and what was not sent because of it', async () => {
	const registry = createRegistry()
	trial = await trialAccess(() => json(500, { __type: 'InternalServiceException' }), {
		answered: countAnswers(registry, log).answered,
	})
	showCircuits(registry, trial.access.paused)
	const session = await trial.open()
	expect(await lines(registry, 'sluice_aws_circuits_open')).toEqual([])
	for (let asked = 0; asked < 6; asked += 1) await trial.access.call(session, 'glue:GetTable', { Name: 't' })
	expect(await lines(registry, 'sluice_aws_circuits_open')).toEqual(['{service="glue"} 1'])
	expect(await lines(registry, 'sluice_aws_answers_total')).toContain('{service="glue",outcome="circuit-open"} 1')
})

it('counts pages of our own archive apart', async () => {
	const registry = createRegistry()
	const told = { httpStatus: 403, requestId: 'r', bucketRegion: null, date: null, durationMs: 1 }
	const denied: AwsAnswer<never> = { kind: 'refused', code: 'AccessDenied', message: 'no', ...told }
	const { counting, tally } = countAnswers(registry, log)
	const archive = counting({ list: async () => denied })
	expect(await archive.list({ bucket: 'archive', prefix: 'p/' }, null)).toBe(denied)
	expect(await lines(registry, 'sluice_aws_answers_total')).toEqual(['{service="archive",outcome="refused"} 1'])
	expect(tally()).toMatchObject({ awsAnswers: 1, archiveFailed: 1 })
})

it('counts an own role that cannot be taken, by which nobody gets anywhere', async () => {
	const registry = createRegistry()
	const aws = await startRawAws((request) =>
		request.action === 'AssumeRole' ? stsError(403, 'AccessDenied', 'no') : soundSts(request),
	)
	const { access } = accessOf({ answered: countAnswers(registry, log).answered })
	await access.assume(asking()).finally(() => aws.stop())
	expect(await lines(registry, 'sluice_aws_answers_total')).toEqual(['{service="sts",outcome="ours"} 1'])
})

it('sums up what came since it was asked last', () => {
	const { answered, tally } = countAnswers(createRegistry(), log)
	const about = { httpStatus: null, requestId: null, bucketRegion: null, date: null, durationMs: 1 }
	const causes = ['throttled', 'timeout', 'network', 'server', 'circuit-open', 'ours'] as const
	for (const cause of causes) {
		const answer: AwsAnswer = { ...about, kind: 'failed', cause, code: null, message: '' }
		answered({ accountId: CUSTOMER, region: 'us-west-2', operation: 'glue:GetTable' }, answer)
	}
	expect(tally()).toEqual({ awsAnswers: 5, awsThrottled: 1, awsUnanswered: 2, awsOurs: 1, archiveFailed: 0 })
	expect(Object.values(tally())).toEqual([0, 0, 0, 0, 0])
})
