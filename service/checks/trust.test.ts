import { describe, expect, it } from 'vitest'
import type { AssumeRequest } from '../aws/ports.ts'
import {
	anAccount,
	anOrder,
	failure,
	memoryPorts,
	NOW,
	OLD_PRINCIPAL,
	PRINCIPAL,
	refused,
	runOn,
	TARGET,
} from './account.fixture.ts'

const NO = refused(
	'AccessDenied',
	`User: arn:aws:sts::595280932656:assumed-role/segment-datalakes-production-access/s is not authorized to perform: sts:AssumeRole on resource: ${TARGET.roleArn}`,
	403,
)
const only =
	(fits: (request: AssumeRequest) => boolean) =>
	(request: AssumeRequest): typeof NO | null =>
		fits(request) ? null : NO

const refusesAll = anOrder({
	otherIds: [{ externalId: 'harbor-ios', sourceId: 'harbor-ios' }],
	siblingRoleArns: ['arn:aws:iam::210987654321:role/SegmentDataLakeRole2'],
})
const HOUR_MS = 3_600_000

describe('the way in', () => {
	it('tries the workspace id first, for all services at once', async () => {
		const account = anAccount()
		const { finding, externalId } = await runOn(account)
		expect(externalId).toBe('ws-harbor')
		expect(account.asked.slice(0, 3).map((each) => each.externalId)).toEqual(['ws-harbor', 'ws-harbor', 'ws-harbor'])
		expect(finding('trust-assume-role').headline).toBe("The role lets us in with the workspace's id as external id.")
	})

	it('waits for no session before it asks for the next', async () => {
		const all = Promise.withResolvers<void>()
		const account = anAccount()
		const access = {
			...account.access,
			async assume(request: AssumeRequest) {
				const answer = account.access.assume(request)
				if (account.asked.length === 3) all.resolve()
				await all.promise
				return answer
			},
		}
		const { externalId } = await runOn(account, anOrder(), memoryPorts(access))
		expect(externalId).toBe('ws-harbor')
	})

	it("goes on to the source's own id, and remembers it", async () => {
		const account = anAccount({}, { accepts: only(({ externalId }) => externalId === 'harbor-web') })
		const first = await runOn(account)
		expect(first.externalId).toBe('harbor-web')
		expect(first.findings.every(({ outcome }) => outcome === 'allowed')).toBe(true)
		expect(first.trust.slice(0, 2).map(({ of, accepted }) => [of, accepted])).toEqual([
			['workspace', false],
			['this-source', true],
		])
		account.asked.length = 0
		const second = await runOn(account, anOrder(), first.memory)
		expect(second.externalId).toBe('harbor-web')
		expect(account.asked.some(({ externalId }) => externalId === 'ws-harbor')).toBe(false)
	})

	it('asks with the workspace id again once the remembered one is refused', async () => {
		let accepted = 'harbor-web'
		const account = anAccount({}, { accepts: only(({ externalId }) => externalId === accepted) })
		const { memory } = await runOn(account)
		accepted = 'ws-harbor'
		expect((await runOn(account, anOrder(), memory)).externalId).toBe('ws-harbor')
	})

	it('opens one session for each service, as the person who asked', async () => {
		const account = anAccount()
		await runOn(account, anOrder({ profile: 'debug' }))
		const own = account.asked.filter(({ externalId }) => externalId === 'ws-harbor')
		expect(own).toHaveLength(2)
		expect(new Set(account.asked.map(({ sessionName }) => sessionName))).toEqual(
			new Set(['sam@sluice.example-request1']),
		)
	})

	it('is not refused by a failure on the way: nothing is said of the trust policy', async () => {
		const account = anAccount({}, { accepts: () => failure('timeout') })
		const { finding, trust } = await runOn(account, refusesAll)
		expect(finding('trust-assume-role')).toMatchObject({ outcome: 'error', layer: null })
		expect(trust.map(({ accepted }) => accepted)).toEqual([null])
	})

	it('names a region that the account has switched off', async () => {
		const account = anAccount({}, { accepts: () => refused('RegionDisabledException', 'STS is not activated', 403) })
		const { finding, findings, trust } = await runOn(account)
		expect(finding('trust-assume-role')).toMatchObject({ outcome: 'wrong-setting', layer: null })
		expect(findings.filter(({ blockedBy }) => blockedBy === 'trust-assume-role')).toHaveLength(findings.length - 1)
		expect(trust).toHaveLength(1)
	})

	it('takes an objection to our request for our own fault', async () => {
		const account = anAccount({}, { accepts: () => refused('ValidationError', 'too long') })
		expect((await runOn(account)).finding('trust-assume-role').outcome).toBe('error')
	})

	it.each([
		['s3:GetObject', 's3-list-bucket', 'glue-get-table'],
		['glue:GetTable', 'glue-get-table', 's3-list-bucket'],
	])(
		'does without the session of one service: its probes are errors, the others are told (%s)',
		async (action, lost, told) => {
			const lacks = ({ belt }: AssumeRequest) => belt.some(({ Action }) => Action.includes(action))
			const account = anAccount({}, { accepts: (request) => (lacks(request) ? failure('throttled') : null) })
			const { finding } = await runOn(account)
			expect(finding('trust-assume-role').outcome).toBe('allowed')
			expect(finding(lost).outcome).toBe('error')
			expect(finding(told).outcome).toBe('allowed')
		},
	)

	it('tells a role of another account than the catalog', async () => {
		const target = { ...TARGET, catalogId: '999999999999' }
		expect((await runOn(anAccount(), anOrder({ target }))).finding('trust-identity')).toMatchObject({
			outcome: 'wrong-setting',
		})
	})
})

describe('after a refusal', () => {
	it('is certain of nothing: AWS does not say why', async () => {
		const { finding, findings } = await runOn(anAccount({}, { accepts: () => NO }))
		expect(finding('trust-assume-role')).toMatchObject({ outcome: 'denied', layer: 'trust', confidence: 'likely' })
		expect(findings.filter(({ outcome }) => outcome === 'blocked-by')).toHaveLength(findings.length - 1)
	})

	const variants: [string, (request: AssumeRequest) => boolean, object][] = [
		[
			'an id of another source',
			({ externalId }) => externalId === 'harbor-ios',
			{ externalId: 'harbor-ios', of: 'other-source' },
		],
		[
			'an older principal',
			({ principalArn }) => principalArn === OLD_PRINCIPAL,
			{ principalArn: OLD_PRINCIPAL, of: 'workspace' },
		],
		[
			'a sibling’s role',
			({ roleArn }) => roleArn.endsWith('Role2'),
			{ roleArn: refusesAll.siblingRoleArns[0], of: 'workspace' },
		],
	]
	it.each(variants)('shows that the role accepts %s', async (_name, fits, accepted) => {
		const account = anAccount({}, { accepts: only(fits) })
		const { trust, externalId } = await runOn(account, refusesAll)
		expect(trust.find((each) => each.accepted)).toMatchObject(accepted)
		expect(externalId).toBeNull()
		expect(account.calls).toEqual([])
	})

	it('asks with ids of this workspace alone', async () => {
		const account = anAccount({}, { accepts: () => NO })
		await runOn(account, refusesAll)
		expect(new Set(account.asked.map(({ externalId }) => externalId))).toEqual(
			new Set(['ws-harbor', 'harbor-web', 'harbor-ios']),
		)
	})

	it('asks each other way at most daily, the usual way each time', async () => {
		const account = anAccount({}, { accepts: () => NO })
		const memory = memoryPorts(account.access)
		const first = await runOn(account, refusesAll, memory)
		account.asked.length = 0
		memory.clock.now = new Date(NOW.getTime() + 23 * HOUR_MS)
		const second = await runOn(account, refusesAll, memory)
		expect(
			account.asked.every(({ principalArn, roleArn }) => principalArn === null && roleArn === TARGET.roleArn),
		).toBe(true)
		expect(new Set(account.asked.map(({ externalId }) => externalId))).toEqual(new Set(['ws-harbor', 'harbor-web']))
		expect(second.trust).toHaveLength(first.trust.length)
		account.asked.length = 0
		memory.clock.now = new Date(NOW.getTime() + 25 * HOUR_MS)
		await runOn(account, refusesAll, memory)
		expect(account.asked.some(({ principalArn }) => principalArn === OLD_PRINCIPAL)).toBe(true)
	})

	const many = (count: number, of: string) => Array.from({ length: count }, (_, index) => `${of}-${index}`)
	const crowded = anOrder({
		target: { ...TARGET, externalIds: ['ws-harbor', ...many(49, 'own')] },
		otherIds: ['harbor-ios', ...many(99, 'other')].map((externalId) => ({ externalId, sourceId: externalId })),
		siblingRoleArns: refusesAll.siblingRoleArns,
	})

	it('stays within a bound, however many ids the workspace has', async () => {
		const { trust } = await runOn(anAccount({}, { accepts: () => NO }), crowded)
		expect(trust).toHaveLength(crowded.target.externalIds.length + 24)
	})

	it.each(variants)('leaves room within that bound to see %s accepted', async (_name, fits, accepted) => {
		const { trust } = await runOn(anAccount({}, { accepts: only(fits) }), crowded)
		expect(trust.find((each) => each.accepted)).toMatchObject(accepted)
	})
})

describe('a stranger', () => {
	const open = anAccount({}, { accepts: () => null })

	it('who gets in is a finding that breaks nothing, and loud', async () => {
		const { finding } = await runOn(open)
		expect(finding('trust-external-id-enforced')).toMatchObject({
			outcome: 'wrong-setting',
			layer: 'trust',
			mandatory: false,
			breaks: null,
			headline:
				'The role lets us in without an external id: whoever gives us its name could have us enter this account.',
		})
	})

	it('who gets in with any id only is told apart', async () => {
		const account = anAccount({}, { accepts: only(({ externalId }) => externalId !== null) })
		expect((await runOn(account)).finding('trust-external-id-enforced').headline).toContain('with any external id')
	})

	it('does nothing with the session', async () => {
		const account = anAccount({}, { accepts: () => null })
		await runOn(account)
		const denied = account.calls.filter(({ belt }) => belt.some(({ Action }) => Action.includes('*')))
		expect(denied).toEqual([])
	})

	it('is not sent again within a day of a refusal', async () => {
		const account = anAccount()
		const { memory } = await runOn(account)
		account.asked.length = 0
		memory.clock.now = new Date(NOW.getTime() + HOUR_MS)
		const { finding, trust } = await runOn(account, anOrder(), memory)
		expect(account.asked.every(({ externalId }) => externalId === 'ws-harbor')).toBe(true)
		expect(finding('trust-external-id-enforced').outcome).toBe('allowed')
		expect(trust.filter(({ of }) => of === 'none' || of === 'random').map(({ at }) => at)).toEqual([
			NOW.toISOString(),
			NOW.toISOString(),
		])
	})

	it('is sent again after getting in, so that a closed trust policy is seen at once', async () => {
		let closed = false
		const account = anAccount({}, { accepts: ({ externalId }) => (closed && externalId !== 'ws-harbor' ? NO : null) })
		const { memory } = await runOn(account)
		closed = true
		expect((await runOn(account, anOrder(), memory)).finding('trust-external-id-enforced').outcome).toBe('allowed')
	})

	it('who is not answered leaves the question open', async () => {
		const account = anAccount(
			{},
			{ accepts: ({ externalId }) => (externalId === 'ws-harbor' ? null : failure('throttled')) },
		)
		const { finding, memory } = await runOn(account)
		expect(finding('trust-external-id-enforced').outcome).toBe('error')
		expect(memory.kept.tries.filter(({ accepted }) => accepted === null)).toEqual([])
	})

	it('asks as our usual principal', async () => {
		const { trust } = await runOn(anAccount())
		expect(new Set(trust.map(({ principalArn }) => principalArn))).toEqual(new Set([PRINCIPAL]))
	})
})
