import { describe, expect, it } from 'vitest'
import { PROFILES } from '../../lib/contract/check-report.ts'
import type { AwsAnswer } from '../aws/ports.ts'
import { anAccount, anOrder, type Call, failure, memoryPorts, ok, refused, runOn } from './account.fixture.ts'
import type { CallWay } from './probe.ts'
import { PROBES, probesOf } from './probes.ts'

const user = 'User: arn:aws:sts::210987654321:assumed-role/SegmentDataLakeRole/s is not authorized to perform:'

describe('a check of an account in which all is well', () => {
	it('finds every right of a running lake allowed', async () => {
		const { findings, externalId, trust } = await runOn(anAccount())
		expect(findings.filter(({ outcome }) => outcome !== 'allowed')).toEqual([])
		expect(externalId).toBe('ws-harbor')
		expect(trust.map(({ of, accepted }) => [of, accepted])).toEqual([
			['workspace', true],
			['none', false],
			['random', false],
		])
	})

	it.each(PROFILES)('reports each finding of %s once, in the order of the table', async (profile) => {
		const { findings, reported, total, broken } = await runOn(anAccount(), anOrder({ profile }))
		expect(findings.map(({ findingId }) => findingId)).toEqual(probesOf(profile).map(({ id }) => id))
		expect([...reported].sort()).toEqual(findings.map(({ findingId }) => findingId).sort())
		expect(total).toBe(findings.length)
		expect(broken).toEqual([])
	})

	it('says of a dedicated replay what no harmless call can tell', async () => {
		const { findings } = await runOn(anAccount(), anOrder({ profile: 'replay-dedicated' }))
		expect(
			findings.filter(({ outcome }) => outcome !== 'allowed').map((each) => [each.findingId, each.outcome]),
		).toEqual([
			['emr-run-job-flow', 'not-provable'],
			['emr-terminate-job-flows', 'not-provable'],
			['iam-pass-role', 'not-provable'],
		])
	})

	it('leaves nothing open and no record of it', async () => {
		const account = anAccount()
		const { memory } = await runOn(account)
		expect(account.openUploads.size).toBe(0)
		expect(memory.kept.uploads.size).toBe(0)
	})
})

describe('a run that is stopped', () => {
	it('asks for nothing more, reports nothing more and has no result, though its calls are still under way', async () => {
		const stop = new AbortController()
		const account = anAccount({
			'emr:DescribeCluster': () => new Promise<never>(() => {}),
			'glue:GetTables': async () => {
				stop.abort(new Error('stopped'))
				return ok({ TableList: [{ Name: 'identify' }] })
			},
		})
		const memory = memoryPorts(account.access)
		await expect(runOn(account, anOrder(), memory, stop.signal)).rejects.toThrow('stopped')
		expect(account.calls.filter(({ operation }) => /Create(Table|Database)$/.test(operation))).toEqual([])
		for (const key of account.openUploads.keys()) expect(memory.kept.uploads.has(key)).toBe(true)
	})

	it('before it began enters no account', async () => {
		const account = anAccount()
		const run = runOn(account, anOrder(), memoryPorts(account.access), AbortSignal.abort(new Error('stopped')))
		await expect(run).rejects.toThrow('stopped')
		expect(account.asked).toEqual([])
	})
})

type Called = { id: string; way: CallWay; action: string; profile: 'sync' | 'replay-dedicated' }
const CALLED: Called[] = PROBES.flatMap(({ id, way, action, profiles }) =>
	way.by === 'call'
		? [{ id, way, action, profile: profiles.sync ? ('sync' as const) : ('replay-dedicated' as const) }]
		: [],
)

/** Only this probe's own call is answered differently; other probes may share the operation. */
async function answering({ way, profile, id }: Called, answer: AwsAnswer) {
	const plain = anAccount()
	const session = { roleArn: '', accountId: '', region: '' }
	const account = anAccount({
		[way.operation]: ({ operation, input }: Call) =>
			belongsTo(id, input) ? answer : plain.access.call(session, operation, input),
	})
	return runOn(account, anOrder({ profile }))
}

function belongsTo(id: string, { Prefix = '', ...input }: Call['input']): boolean {
	if (id === 'kms-decrypt') return 'Range' in input
	if (id === 's3-get-object') return !('Range' in input)
	if (id === 's3-logs-readable') return String(Prefix).startsWith('logs/')
	if (id === 's3-list-bucket') return !String(Prefix).startsWith('logs/')
	return true
}

/** Where a refusal tells of something else than the right. */
const OTHERWISE = new Set(['s3-bucket-region', 'kms-decrypt'])

describe.each(CALLED.filter(({ id }) => !OTHERWISE.has(id)))('$id', (called) => {
	const { id, action } = called
	const layers = [
		['identity', false, `because no identity-based policy allows the ${action} action`],
		['scp', true, 'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/scp/p-1'],
		['boundary', false, `because no permissions boundary allows the ${action} action`],
		['resource', true, 'with an explicit deny in a resource-based policy'],
		['rcp', true, 'with an explicit deny in a resource control policy'],
		['vpce', false, `because no VPC endpoint policy allows the ${action} action`],
	] as const
	const code = called.way.service === 's3' ? 'AccessDenied' : 'AccessDeniedException'

	it.each(layers)('is denied by %s (explicit: %s)', async (layer, explicit, tail) => {
		const { finding } = await answering(called, refused(code, `${user} ${action} on resource: x ${tail}`, 403))
		expect(finding(id)).toMatchObject({ outcome: 'denied', layer, explicit, confidence: 'certain' })
	})

	it('is denied by an unnamed layer', async () => {
		const { finding } = await answering(called, refused(code, 'Access Denied', 403))
		expect(finding(id)).toMatchObject({ outcome: 'denied', layer: null, explicit: null, confidence: 'unsure' })
	})

	it.each([
		['throttled', failure('throttled')],
		['timeout', failure('timeout')],
		['our fault', failure('ours')],
		['unexpected code', refused('TeapotException', 'short and stout', 418)],
		[
			'our own session policy',
			refused(code, `${user} ${action} on resource: x with an explicit deny in a session policy`, 403),
		],
	])('is neither allowed nor denied: %s', async (_name, answer) => {
		const { finding } = await answering(called, answer)
		expect(finding(id)).toMatchObject({ outcome: 'error', layer: null, breaks: null })
	})
})

describe('an answer in a form that nobody promised', () => {
	it.each(CALLED)('makes nothing crash: $id', async (called) => {
		for (const value of [
			null,
			'text',
			7,
			[],
			{ Cluster: 3, TableList: 'x', Contents: {}, Errors: 1, StepIds: 1, UploadId: 1 },
		]) {
			const { findings, broken } = await answering(called, ok(value))
			expect(findings).toHaveLength(probesOf(called.profile).length)
			expect(broken).toEqual([])
		}
	})

	it.each([
		['s3-put-object', 's3:CreateMultipartUpload'],
		['s3-list-bucket', 's3:ListObjectsV2'],
		['glue-get-tables', 'glue:GetTables'],
		['glue-batch-delete-table', 'glue:BatchDeleteTable'],
		['emr-describe-cluster', 'emr:DescribeCluster'],
		['emr-add-job-flow-steps', 'emr:AddJobFlowSteps'],
	] as const)('is no proof: %s', async (id, operation) => {
		const { finding } = await runOn(anAccount({ [operation]: () => ok('nonsense') }))
		expect(finding(id)).toMatchObject({ outcome: 'error' })
	})
})

describe('a fault of ours', () => {
	it.each(CALLED)('in $id is an error of that probe alone', async ({ id, way, profile }) => {
		const account = anAccount({
			[way.operation]: () => {
				throw new Error('a bug')
			},
		})
		const { finding, broken, findings } = await runOn(account, anOrder({ profile }))
		expect(finding(id).outcome).toMatch(/^(error|blocked-by)$/)
		expect(broken.length).toBeGreaterThan(0)
		expect(findings).toHaveLength(probesOf(profile).length)
	})
})
