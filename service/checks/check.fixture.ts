import type { Insertable, Kysely } from 'kysely'
import type { Finding } from '../../lib/contract/check-report.ts'
import { validSettings } from '../service.fixture.ts'
import type { CheckReport, ChecksTable, Database } from '../store/schema.ts'

const AT = '2026-11-20T10:00:00.000Z'

/** A finding of a right that is there; a test names what differs. */
export const aFinding = (overrides: Partial<Finding> = {}): Finding => ({
	findingId: 'glue-get-table',
	group: 'glue',
	action: 'glue:GetTable',
	resource: 'arn:aws:glue:us-west-2:222233334444:table/segment_lake/x',
	purpose: 'Reads a table',
	outcome: 'allowed',
	layer: null,
	explicit: null,
	confidence: 'certain',
	mandatory: true,
	headline: 'glue:GetTable is allowed.',
	breaks: null,
	blockedBy: null,
	hypotheses: [],
	evidence: {
		call: 'glue:GetTable',
		input: { DatabaseName: 'segment_lake', Name: 'x' },
		httpStatus: 400,
		code: 'EntityNotFoundException',
		awsRequestId: 'aws-request-1',
		message: 'Table x not found.',
		policyArn: null,
		soundness: 'documented',
		calibratedAt: null,
		at: AT,
		durationMs: 12,
	},
	remediation: null,
	...overrides,
})

export const aDenial = aFinding({
	outcome: 'denied',
	layer: 'scp',
	explicit: true,
	headline: 'An organisation policy denies glue:GetTable.',
	remediation: { addressee: 'organisation-admin', sentence: 'Lift the deny on glue:GetTable.', adviceId: 'advice-1' },
})

const REPORT: CheckReport = {
	findings: [aDenial],
	advice: [
		{
			adviceId: 'advice-1',
			addressee: 'organisation-admin',
			title: 'Ask the organisation admin',
			findingIds: ['glue-get-table'],
			policy: null,
			policyBefore: null,
			terraform: null,
			commands: null,
			message: 'arn:aws:iam::222233334444:role/SegmentDataLakeRole is denied.',
		},
	],
	trust: [
		{
			principalArn: 'arn:aws:iam::595280932656:role/segment-datalakes-production-access',
			roleArn: validSettings.roleArn,
			externalId: 'ws-1',
			of: 'workspace',
			accepted: true,
			at: AT,
		},
	],
	externalId: 'ws-1',
}

/** Stores a finished check; a test names what differs, for example a status of `running` without a report. */
export async function storeCheck(
	db: Kysely<Database>,
	overrides: Partial<Insertable<ChecksTable>> & { check_id: string; source_id: string },
): Promise<void> {
	const { workspaceId, region, roleArn, externalIds, catalogId, bucket, database, clusterId } = validSettings
	const target = { workspaceId, region, roleArn, externalIds, catalogId, bucket, database, clusterId }
	await db
		.insertInto('checks')
		.values({
			customer: validSettings.customer,
			profile: 'sync',
			status: 'done',
			target: JSON.stringify(target),
			source_version: 1,
			requested_by: 'support@sluice.example',
			requested_at: new Date(AT),
			requester: JSON.stringify({
				requestId: 'request-1=',
				identityId: null,
				person: 'support@sluice.example',
				roleArn: 'arn:aws:iam::111122223333:role/sluice-cli-support',
				role: 'support',
				sourceIp: '203.0.113.7',
			}),
			ticket: 'LAKE-7',
			attempt: 1,
			started_at: new Date(AT),
			finished_at: new Date(AT),
			total: 1,
			verdict: 'blocked',
			headline: 'Blocked: an organisation policy denies glue:GetTable.',
			failure: null,
			report: JSON.stringify(REPORT),
			...overrides,
		})
		.execute()
}

/** The members of a check that has only been ordered. */
export const ORDERED = {
	status: 'running',
	attempt: 0,
	started_at: null,
	finished_at: null,
	verdict: null,
	headline: null,
	report: null,
} as const
