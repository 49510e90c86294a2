import { describe, expect, it } from 'vitest'
import { anAccount, anOrder, type Call, failure, memoryPorts, NOW, ok, refused, runOn } from './account.fixture.ts'

const STEPS = 'emr-add-job-flow-steps'
const OPERATION = 'emr:AddJobFlowSteps'
const objection = refused('ValidationException', 'Steps must not be empty.')
const controlled = ({ belt }: Call) => belt.some(({ Effect }) => Effect === 'Deny')
const denial = (tail: string) =>
	refused(
		'AccessDeniedException',
		`User: u is not authorized to perform: elasticmapreduce:AddJobFlowSteps on resource: x ${tail}`,
	)

const whenDenied = (answer: ReturnType<typeof refused> | ReturnType<typeof ok>) =>
	anAccount({ [OPERATION]: (call: Call) => (controlled(call) ? answer : objection) })

describe('an objection of EMR to the request', () => {
	it.each([
		['names the session policy', denial('with an explicit deny in a session policy')],
		['is of the old wording', refused('AccessDeniedException', 'Access Denied')],
	])('proves the right if the same call is denied where it may not be made: the denial %s', async (_name, answer) => {
		const { finding, memory } = await runOn(whenDenied(answer))
		expect(finding(STEPS)).toMatchObject({
			outcome: 'allowed',
			confidence: 'certain',
			evidence: { soundness: 'control-session', calibratedAt: NOW.toISOString(), code: 'ValidationException' },
		})
		expect(memory.kept.sound.get(`${OPERATION} us-west-2`)?.sound).toBe(true)
	})

	it('proves nothing if it comes where the call may not be made as well', async () => {
		const { finding, memory } = await runOn(whenDenied(objection))
		expect(finding(STEPS)).toMatchObject({ outcome: 'not-provable', evidence: { soundness: 'unproven' } })
		expect(memory.kept.sound.get(`${OPERATION} us-west-2`)?.sound).toBe(false)
	})

	it.each([
		['is throttled', failure('throttled')],
		['times out', failure('timeout')],
		['is answered with another objection', refused('InvalidRequestException', 'Something else.')],
		['succeeds', ok({ StepIds: [] })],
		['is denied by another layer than the session policy', denial('with an explicit deny in a service control policy')],
	])('proves nothing, and settles nothing, if the control call %s', async (_name, answer) => {
		const { finding, memory } = await runOn(whenDenied(answer))
		expect(finding(STEPS)).toMatchObject({ outcome: 'not-provable' })
		expect(memory.kept.sound.has(`${OPERATION} us-west-2`)).toBe(false)
	})

	it('proves nothing if no control session opens', async () => {
		const denied = (belt: Call['belt']) => belt.some(({ Effect, Action }) => Effect === 'Deny' && !Action.includes('*'))
		const account = anAccount({}, { accepts: ({ belt }) => (denied(belt) ? failure('throttled') : null) })
		const { finding } = await runOn(account)
		expect(finding(STEPS).outcome).toBe('not-provable')
	})
})

describe('a control session', () => {
	const opened = (account: ReturnType<typeof anAccount>) =>
		account.asked.filter(({ belt }) => belt.some(({ Effect, Action }) => Effect === 'Deny' && !Action.includes('*')))

	it('is opened once for all probes that need it', async () => {
		const account = anAccount()
		const { finding } = await runOn(account)
		expect(finding('emr-describe-step').evidence.soundness).toBe('control-session')
		expect(finding(STEPS).evidence.soundness).toBe('control-session')
		expect(opened(account)).toHaveLength(1)
	})

	it.each([
		[true, 'allowed'],
		[false, 'not-provable'],
	])('is not opened once the order of work is known to be sound: %s', async (sound, outcome) => {
		const account = anAccount()
		const memory = memoryPorts(account.access)
		const calibratedAt = new Date('2026-11-01T00:00:00.000Z')
		for (const operation of ['emr:DescribeStep', 'emr:AddJobFlowSteps'])
			memory.kept.sound.set(`${operation} us-west-2`, { sound, calibratedAt })
		const { finding } = await runOn(account, anOrder(), memory)
		expect(finding(STEPS)).toMatchObject({ outcome, evidence: { calibratedAt: calibratedAt.toISOString() } })
		expect(opened(account)).toHaveLength(0)
		expect(account.calls.filter(({ operation }) => operation === OPERATION)).toHaveLength(1)
	})

	it('is not opened for what was refused or simply succeeded', async () => {
		const denied = refused('AccessDeniedException', 'Access Denied')
		const account = anAccount({ 'emr:DescribeStep': () => denied, [OPERATION]: () => ok({ StepIds: [] }) })
		const { finding } = await runOn(account)
		expect(finding('emr-describe-step').outcome).toBe('denied')
		expect(finding(STEPS)).toMatchObject({ outcome: 'allowed', evidence: { soundness: 'not-needed' } })
		expect(opened(account)).toHaveLength(0)
	})

	it('asks exactly what was asked before', async () => {
		const account = anAccount()
		await runOn(account)
		const [first, second] = account.calls.filter(({ operation }) => operation === OPERATION)
		expect(second?.input).toEqual(first?.input)
	})
})
