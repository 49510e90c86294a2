import { describe, expect, it } from 'vitest'
import { type Answers, anAccount, anOrder, failure, ok, refused, runOn } from './account.fixture.ts'

const forbidden = refused('Forbidden', '', 403)
const bare = refused('AccessDenied', 'Access Denied', 403)
const elsewhere = { ...refused('PermanentRedirect', '', 301), bucketRegion: 'us-east-1' }
const s3: (answer: ReturnType<typeof ok>) => Answers = (answer) =>
	Object.fromEntries(
		['HeadBucket', 'ListObjectsV2', 'GetObject', 'DeleteObject', 'CreateMultipartUpload', 'AbortMultipartUpload'].map(
			(name) => [`s3:${name}`, () => answer],
		),
	)
const cluster = (State: string, Tags = [{ Key: 'vendor', Value: 'segment' }]) =>
	ok({ Cluster: { Status: { State }, Tags } })
const key = (action: string, tail: string) =>
	refused(
		'AccessDenied',
		`User: u is not authorized to perform: ${action} on resource: arn:aws:kms:us-west-2:1:key/k ${tail}`,
		403,
	)

type Row = [name: string, answers: Answers, findingId: string, expected: object]

describe('the bucket of the settings', () => {
	it.each<Row>([
		[
			'lies elsewhere',
			s3(elsewhere),
			's3-bucket-region',
			{ outcome: 'wrong-setting', headline: 'The bucket is in us-east-1; the settings say us-west-2.' },
		],
		[
			'lies elsewhere, unnamed',
			s3({ ...elsewhere, bucketRegion: null }),
			's3-bucket-region',
			{ outcome: 'wrong-setting' },
		],
		[
			'lies in a region that is off',
			s3(refused('IllegalLocationConstraintException')),
			's3-bucket-region',
			{ outcome: 'wrong-setting' },
		],
		[
			'does not exist',
			s3(refused('NoSuchBucket', '', 404)),
			's3-bucket-region',
			{ outcome: 'wrong-setting', headline: 'The bucket of the settings does not exist.' },
		],
		[
			'is told beside a refusal',
			{ 's3:HeadBucket': () => ({ ...forbidden, bucketRegion: 'us-west-2' }) },
			's3-bucket-region',
			{ outcome: 'allowed' },
		],
		['is not told', { 's3:HeadBucket': () => forbidden }, 's3-bucket-region', { outcome: 'not-provable' }],
		['is not answered', { 's3:HeadBucket': () => failure('timeout') }, 's3-bucket-region', { outcome: 'error' }],
		[
			'belongs to somebody else',
			{ 's3:ListObjectsV2': () => bare },
			's3-bucket-owner',
			{ outcome: 'wrong-setting', confidence: 'likely' },
		],
		['may belong to somebody else', s3(bare), 's3-bucket-owner', { outcome: 'not-provable' }],
		[
			'is not taken for somebody else’s where a policy is named that refuses to list it',
			{
				's3:ListObjectsV2': () =>
					refused(
						'AccessDenied',
						'User: u is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::harbor-lake" with an explicit deny in a resource-based policy',
						403,
					),
			},
			's3-bucket-owner',
			{ outcome: 'not-provable' },
		],
		[
			'belongs to nobody knows whom',
			{ 's3:ListObjectsV2': () => failure('server') },
			's3-bucket-owner',
			{ outcome: 'blocked-by', blockedBy: 's3-list-bucket' },
		],
	])('%s', async (_name, answers, findingId, expected) => {
		expect((await runOn(anAccount(answers))).finding(findingId)).toMatchObject(expected)
	})

	it('in another region blocks every right on it, for one reason', async () => {
		const { findings } = await runOn(anAccount(s3(elsewhere)))
		const own = findings.filter(({ group, findingId }) => group === 's3' && findingId !== 's3-bucket-region')
		expect(new Set(own.map(({ outcome, blockedBy }) => `${outcome} ${blockedBy}`))).toEqual(
			new Set(['blocked-by s3-bucket-region']),
		)
	})

	it('that only one call does not find is a contradiction, not a cause', async () => {
		const { finding } = await runOn(anAccount({ 's3:CreateMultipartUpload': () => refused('NoSuchBucket', '', 404) }))
		expect(finding('s3-put-object')).toMatchObject({ outcome: 'error', blockedBy: null })
	})
})

describe('a key over the bucket', () => {
	it.each([
		['kms', false, 'because no resource-based policy allows the kms:GenerateDataKey action'],
		['identity', false, 'because no identity-based policy allows the kms:GenerateDataKey action'],
		['kms', null, ''],
	])('that refuses to write proves the right on the object (%s)', async (layer, explicit, tail) => {
		const { finding, memory } = await runOn(
			anAccount({ 's3:CreateMultipartUpload': () => key('kms:GenerateDataKey', tail) }),
		)
		expect(finding('s3-put-object').outcome).toBe('allowed')
		expect(finding('kms-generate-data-key')).toMatchObject({ outcome: 'denied', layer, explicit })
		expect(memory.kept.uploads.size).toBe(0)
	})

	const reading = (answer: ReturnType<typeof ok>, more: Answers = {}): Answers => ({
		's3:GetObject': ({ input }) => ('Range' in input ? answer : refused('NoSuchKey', '', 404)),
		...more,
	})
	const unencrypted: Answers = {
		's3:CreateMultipartUpload': () => ok({ UploadId: 'u', ServerSideEncryption: 'AES256' }),
	}

	it.each<Row>([
		[
			'refuses to read',
			reading(key('kms:Decrypt', 'because no resource-based policy allows the kms:Decrypt action')),
			'kms-decrypt',
			{ outcome: 'denied', layer: 'kms', explicit: false },
		],
		[
			'refuses to read, in the old wording',
			reading(bare),
			'kms-decrypt',
			{ outcome: 'denied', layer: 'kms', confidence: 'likely' },
		],
		[
			'is not blamed where no object may be read',
			{ 's3:GetObject': () => bare },
			'kms-decrypt',
			{ outcome: 'blocked-by', blockedBy: 's3-get-object' },
		],
		['is disabled', reading(refused('KMS.DisabledException')), 'kms-decrypt', { outcome: 'wrong-setting' }],
		[
			'is disabled for writing',
			{ 's3:CreateMultipartUpload': () => refused('KMS.DisabledException') },
			'kms-generate-data-key',
			{ outcome: 'wrong-setting' },
		],
		[
			'is not there',
			{ ...reading(ok({ ServerSideEncryption: 'AES256' })), ...unencrypted },
			'kms-decrypt',
			{ outcome: 'allowed', evidence: { soundness: 'not-needed' } },
		],
		[
			'is not there for writing',
			unencrypted,
			'kms-generate-data-key',
			{ outcome: 'allowed', headline: 'kms:GenerateDataKey is not needed: the bucket encrypts without a KMS key.' },
		],
		[
			'is newer than what was read',
			reading(ok({ ServerSideEncryption: 'AES256' })),
			'kms-decrypt',
			{ outcome: 'not-provable' },
		],
		[
			'is unknown since nothing could be written, while what was read has none',
			reading(ok({ ServerSideEncryption: 'AES256' }), { 's3:CreateMultipartUpload': () => bare }),
			'kms-decrypt',
			{ outcome: 'blocked-by', blockedBy: 's3-put-object' },
		],
		[
			'refuses to write, while what was read has none',
			reading(ok({ ServerSideEncryption: 'AES256' }), {
				's3:CreateMultipartUpload': () =>
					key('kms:GenerateDataKey', 'because no resource-based policy allows the kms:GenerateDataKey action'),
			}),
			'kms-decrypt',
			{ outcome: 'not-provable' },
		],
		['has nothing to read', { 's3:ListObjectsV2': () => ok({}) }, 'kms-decrypt', { outcome: 'not-provable' }],
		[
			'has nothing to read and is not there',
			{ 's3:ListObjectsV2': () => ok({}), ...unencrypted },
			'kms-decrypt',
			{ outcome: 'allowed' },
		],
		[
			'had something to read until now',
			reading(refused('NoSuchKey', '', 404)),
			'kms-decrypt',
			{ outcome: 'not-provable' },
		],
		[
			'cannot be judged when the object may not be written',
			{ 's3:CreateMultipartUpload': () => bare },
			'kms-generate-data-key',
			{ outcome: 'blocked-by', blockedBy: 's3-put-object' },
		],
	])('that %s', async (_name, answers, findingId, expected) => {
		expect((await runOn(anAccount(answers))).finding(findingId)).toMatchObject(expected)
	})

	it('is not there where S3 names no encryption at all', async () => {
		const { finding } = await runOn(anAccount({ 's3:CreateMultipartUpload': () => ok({ UploadId: 'u' }) }))
		expect(finding('kms-generate-data-key').evidence.soundness).toBe('not-needed')
		expect(finding('kms-generate-data-key').headline).toContain('is not needed')
	})

	it('is tried by an older object where no recent report exists', async () => {
		const account = anAccount({
			's3:ListObjectsV2': ({ input }) =>
				ok('StartAfter' in input ? {} : { Contents: [{ Key: 'segment-data/data/old' }] }),
		})
		const { finding } = await runOn(account)
		expect(finding('kms-decrypt')).toMatchObject({
			outcome: 'allowed',
			evidence: { input: { Key: 'segment-data/data/old' } },
		})
	})
})

describe('a delete', () => {
	it.each<Row>([
		['whose condition failed proves the right', {}, 's3-delete-object', { outcome: 'allowed' }],
		[
			'of a missing key proves it as well',
			{ 's3:DeleteObject': () => refused('NoSuchKey', '', 404) },
			's3-delete-object',
			{ outcome: 'allowed' },
		],
		[
			'that left a marker is said loudly',
			{ 's3:DeleteObject': () => ok({ DeleteMarker: true }) },
			's3-delete-object',
			{ outcome: 'error' },
		],
	])('%s', async (_name, answers, findingId, expected) => {
		expect((await runOn(anAccount(answers))).finding(findingId)).toMatchObject(expected)
	})
})

describe('the database of the settings', () => {
	const missing = refused('EntityNotFoundException', 'Database harbor_web not found.')
	const only = (name: string | null): Answers => ({
		'glue:GetTables': ({ input }) => (input.DatabaseName === name ? ok({ TableList: [] }) : missing),
		'glue:CreateTable': () => missing,
	})

	it('that does not exist is a wrong setting, while the right to look is there', async () => {
		const { finding } = await runOn(anAccount(only(null)))
		expect(finding('glue-get-tables').outcome).toBe('allowed')
		expect(finding('glue-database')).toMatchObject({ outcome: 'wrong-setting' })
		expect(finding('glue-create-database')).toMatchObject({ outcome: 'not-provable', evidence: { call: null } })
		expect(finding('glue-create-table').outcome).toBe('allowed')
	})

	it('is not needed to try CreateDatabase where `default` exists', async () => {
		const { finding } = await runOn(anAccount(only('default')))
		expect(finding('glue-create-database')).toMatchObject({
			outcome: 'allowed',
			evidence: { input: { DatabaseInput: { Name: 'default' } } },
		})
	})

	it('that is empty sends CreateTable to a database that does not exist', async () => {
		const account = anAccount(only('harbor_web'))
		const { finding } = await runOn(account)
		expect(finding('glue-database').outcome).toBe('allowed')
		expect(finding('glue-create-table').evidence.input?.DatabaseName).toMatch(/^sluice_probe_/)
	})

	it.each([
		{ holds: 'no table', TableList: [], outcome: 'not-provable' },
		{ holds: 'a table', TableList: [{ Name: 'identify' }], outcome: 'denied' },
	])(
		'that holds $holds under Lake Formation, which refuses names it does not know: a refused CreateTable is $outcome',
		async ({ TableList, outcome }) => {
			const account = anAccount({
				'glue:GetTables': () => ok({ TableList }),
				'glue:CreateTable': () =>
					refused('AccessDeniedException', 'Insufficient Lake Formation permission(s): Required Create Table on x'),
			})
			expect((await runOn(account)).finding('glue-create-table').outcome).toBe(outcome)
		},
	)

	it('that may not be looked at keeps what would create from being tried', async () => {
		const account = anAccount({ 'glue:GetTables': () => refused('AccessDeniedException', 'Access Denied') })
		const { finding } = await runOn(account)
		for (const id of ['glue-create-table', 'glue-create-database', 'glue-database'])
			expect(finding(id)).toMatchObject({ outcome: 'blocked-by', blockedBy: 'glue-get-tables' })
		expect(
			account.calls.some(({ operation }) => operation.startsWith('glue:Create') && !operation.includes('Partition')),
		).toBe(false)
	})

	it.each([
		['AccessDeniedException', 'denied'],
		['EntityNotFoundException', 'allowed'],
		['InternalServiceException', 'error'],
	])('answers a batch item by item: %s is %s', async (ErrorCode, outcome) => {
		const Errors = [{ ErrorDetail: { ErrorCode, ErrorMessage: 'x' } }]
		const { finding } = await runOn(anAccount({ 'glue:BatchCreatePartition': () => ok({ Errors }) }))
		expect(finding('glue-batch-create-partition')).toMatchObject({
			outcome,
			evidence: { message: outcome === 'denied' ? 'x' : null },
		})
	})
})

describe('the cluster of the settings', () => {
	const unknown = refused('InvalidRequestException', "Cluster id 'j-2HARB0RWEB01' is not valid.")
	const ended = refused(
		'ValidationException',
		'A job flow that is shutting down, terminating, or finished may not be modified.',
	)
	const described = (answer: ReturnType<typeof ok>): Answers => ({ 'emr:DescribeCluster': () => answer })

	it.each<Row>([
		...['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'WAITING'].map(
			(state): Row => [state, described(cluster(state)), 'emr-cluster-state', { outcome: 'allowed' }],
		),
		...['TERMINATING', 'TERMINATED', 'TERMINATED_WITH_ERRORS'].map(
			(state): Row => [state, described(cluster(state)), 'emr-cluster-state', { outcome: 'wrong-setting' }],
		),
		[
			'a state of tomorrow',
			described(cluster('HIBERNATING')),
			'emr-cluster-state',
			{ outcome: 'not-provable', headline: 'The cluster is HIBERNATING, a state that Sluice does not know.' },
		],
		['unknown', described(unknown), 'emr-cluster-state', { outcome: 'wrong-setting' }],
		[
			'not described',
			described(refused('AccessDeniedException', 'no')),
			'emr-cluster-state',
			{ outcome: 'blocked-by', blockedBy: 'emr-describe-cluster' },
		],
		['unknown, which proves no right', described(unknown), 'emr-describe-cluster', { outcome: 'not-provable' }],
		['untagged', described(cluster('WAITING', [])), 'emr-vendor-tag', { outcome: 'wrong-setting', mandatory: false }],
		[
			'tagged in other letters',
			described(cluster('WAITING', [{ Key: 'Vendor', Value: 'Segment' }])),
			'emr-vendor-tag',
			{ outcome: 'wrong-setting' },
		],
	])('%s', async (_name, answers, findingId, expected) => {
		expect((await runOn(anAccount(answers))).finding(findingId)).toMatchObject(expected)
	})

	it('that has ended keeps its rights from being proved, and is the reason', async () => {
		const answers = { ...described(cluster('TERMINATED')), 'emr:AddJobFlowSteps': () => ended }
		const { finding } = await runOn(anAccount(answers))
		expect(finding('emr-add-job-flow-steps')).toMatchObject({ outcome: 'blocked-by', blockedBy: 'emr-cluster-state' })
	})

	it('that has ended does not keep an objection to something else from proving the right', async () => {
		const { finding } = await runOn(anAccount(described(cluster('TERMINATED'))))
		expect(finding('emr-add-job-flow-steps')).toMatchObject({
			outcome: 'allowed',
			evidence: { soundness: 'control-session' },
		})
	})

	it('is not tagged for the sake of a probe', async () => {
		const account = anAccount(described(cluster('WAITING', [])))
		const { finding } = await runOn(account, anOrder({ profile: 'replay-dedicated' }))
		expect(finding('emr-add-tags')).toMatchObject({ outcome: 'unsafe-skipped', evidence: { call: null } })
		expect(account.calls.some(({ operation }) => operation === 'emr:AddTags')).toBe(false)
	})

	it('that is named in an objection and is well does not take the blame: a control session decides', async () => {
		const objection = refused('ValidationException', 'The maximum number of active steps for cluster exceeded.')
		const denied = refused('AccessDeniedException', 'Access Denied')
		const { finding } = await runOn(
			anAccount({ 'emr:ListSteps': ({ belt }) => (belt.some(({ Effect }) => Effect === 'Deny') ? denied : objection) }),
			anOrder({ profile: 'debug' }),
		)
		expect(finding('emr-list-steps')).toMatchObject({
			outcome: 'allowed',
			evidence: { soundness: 'control-session' },
		})
	})

	it('that starts a step although none was given is said loudly', async () => {
		const { finding } = await runOn(anAccount({ 'emr:AddJobFlowSteps': () => ok({ StepIds: ['s-1'] }) }))
		expect(finding('emr-add-job-flow-steps').outcome).toBe('error')
	})

	it('of instance fleets proves the right to list groups only by a control session', async () => {
		const fleets = refused(
			'InvalidRequestException',
			'Instance fleets and instance groups are mutually exclusive: the cluster uses fleets.',
		)
		const denied = refused('AccessDeniedException', 'Access Denied')
		const { finding } = await runOn(
			anAccount({
				'emr:ListInstanceGroups': ({ belt }) => (belt.some(({ Effect }) => Effect === 'Deny') ? denied : fleets),
			}),
			anOrder({ profile: 'debug' }),
		)
		expect(finding('emr-list-instance-groups')).toMatchObject({
			outcome: 'allowed',
			evidence: { soundness: 'control-session' },
		})
	})
})

describe('the logs of the cluster', () => {
	it.each<Row>([
		['exist', {}, 's3-logs-exist', { outcome: 'allowed', mandatory: false }],
		[
			'do not exist yet',
			{ 's3:ListObjectsV2': () => ok({ Contents: [] }) },
			's3-logs-exist',
			{ outcome: 'not-provable' },
		],
		[
			'may not be listed',
			{ 's3:ListObjectsV2': () => bare },
			's3-logs-exist',
			{ outcome: 'blocked-by', blockedBy: 's3-logs-readable' },
		],
	])('%s', async (_name, answers, findingId, expected) => {
		expect((await runOn(anAccount(answers))).finding(findingId)).toMatchObject(expected)
	})
})
