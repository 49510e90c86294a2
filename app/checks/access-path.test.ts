import { describe, expect, it } from 'vitest'
import type { Finding } from '../../lib/contract/check-report.ts'
import { type AccessPath, accessPathOf, type HopName, pathInWords } from './access-path.ts'
import { finding } from './grove.fixture.ts'

const asked = finding('s3:GetObject').evidence
const entry = (over: Partial<Finding> = {}) =>
	finding('sts:AssumeRole', { findingId: 'trust-assume-role', group: 'trust', ...over })
const strangers = (over: Partial<Finding> = {}) =>
	finding('sts:AssumeRole', {
		findingId: 'trust-external-id-enforced',
		group: 'trust',
		mandatory: false,
		...over,
	})
const HEALTHY = [
	entry(),
	strangers(),
	finding('s3:PutObject'),
	finding('glue:GetTable'),
	finding('elasticmapreduce:AddJobFlowSteps'),
]
/** The healthy lake, with these findings in place of those of the same id. */
const but = (...others: Finding[]) => [
	...HEALTHY.filter(({ findingId }) => !others.some((other) => other.findingId === findingId)),
	...others,
]
const notAsked = HEALTHY.slice(2).map(
	(one): Finding => ({ ...one, outcome: 'blocked-by', blockedBy: 'trust-assume-role' }),
)

const tones = (path: AccessPath) =>
	Object.fromEntries(Object.entries(path).flatMap(([hop, { tone }]) => (tone === 'good' ? [] : [[hop, tone]])))

const denied = (layer: Finding['layer'], explicit: boolean | null = false) =>
	({ outcome: 'denied', layer, explicit }) as const

describe('the access path', () => {
	it.each<[string, Finding[], Partial<Record<HopName, string>>]>([
		['a healthy lake', HEALTHY, {}],
		[
			'a role that does not let us in: nothing behind it was asked',
			[entry(denied('trust')), ...notAsked],
			{ role: 'bad', bucket: 'open', catalog: 'open', cluster: 'open' },
		],
		[
			'a key policy guards the bucket',
			but(finding('kms:Decrypt', { group: 's3', ...denied('kms') })),
			{ bucket: 'bad' },
		],
		['Lake Formation guards the catalog', but(finding('glue:GetTable', denied('lakeformation'))), { catalog: 'bad' }],
		[
			'a boundary on the cluster',
			but(finding('elasticmapreduce:AddJobFlowSteps', denied('boundary'))),
			{ cluster: 'bad' },
		],
		[
			'our own endpoint refuses, so the customer is not to blame',
			but(finding('s3:GetObject', denied('vpce'))),
			{ service: 'bad' },
		],
		['a stranger gets in: loud, but the way is open', but(strangers({ outcome: 'wrong-setting' })), { role: 'warn' }],
		[
			'an extra right is no part of the way',
			but(finding('elasticmapreduce:ListClusters', { mandatory: false, ...denied('identity') })),
			{},
		],
		[
			'a right that nobody can prove is not green',
			but(finding('s3:GetObject', { outcome: 'not-provable' })),
			{ bucket: 'warn' },
		],
		[
			'a look-up that failed is neither pass nor fail',
			but(finding('s3:GetObject', { outcome: 'error' })),
			{ bucket: 'warn' },
		],
		[
			'a word of a newer service is not green',
			but(finding('glue:GetTable', { outcome: 'half-allowed' })),
			{ catalog: 'warn' },
		],
		[
			'a right that waited for another hop is not green',
			but(finding('glue:GetTable', { outcome: 'blocked-by' })),
			{ catalog: 'open' },
		],
		[
			'no answer came at all: nobody knows who was at fault',
			[entry({ outcome: 'error', evidence: { ...asked, httpStatus: null } }), ...notAsked],
			{ service: 'warn', role: 'warn', bucket: 'open', catalog: 'open', cluster: 'open' },
		],
		[
			'a report without findings',
			[],
			{ service: 'open', role: 'open', bucket: 'open', catalog: 'open', cluster: 'open' },
		],
	])('of %s', (_, findings, expected) => {
		expect(tones(accessPathOf({ findings }))).toEqual(expected)
	})

	it('names the layer that refused, and the finding that tells', () => {
		const twice = but(
			finding('glue:GetTable', denied('scp', true)),
			finding('glue:BatchCreatePartition', denied('scp', true)),
		)
		expect(accessPathOf({ findings: twice }).catalog).toEqual({
			tone: 'bad',
			words: 'Organisation policy (SCP), explicit deny · 2 findings',
			findingId: 'glue-get-table',
		})
	})

	it('leads to the wrong setting before the refusals that follow from it', () => {
		const ended = but(
			finding('elasticmapreduce:AddJobFlowSteps', denied('identity')),
			finding('elasticmapreduce:DescribeCluster', { findingId: 'emr-cluster-state', outcome: 'wrong-setting' }),
		)
		expect(accessPathOf({ findings: ended }).cluster).toMatchObject({
			words: 'Wrong setting',
			findingId: 'emr-cluster-state',
		})
	})

	it.each<[string, Finding[]]>([
		['Every hop lets a sync through.', HEALTHY],
		['Broken at: customer role. Not asked: bucket, catalog, cluster.', [entry(denied('trust')), ...notAsked]],
		[
			'Broken at: catalog. Unclear at: bucket.',
			but(finding('glue:GetTable', denied('scp', true)), finding('s3:PutObject', { outcome: 'error' })),
		],
	])('is said in words: %s', (words, findings) => {
		expect(pathInWords(accessPathOf({ findings }))).toBe(words)
	})
})
