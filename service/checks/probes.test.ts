import { describe, expect, it } from 'vitest'
import { PROFILES } from '../../lib/contract/check-report.ts'
import { pathId } from '../../lib/contract/list.ts'
import type { Probe, Rule } from './probe.ts'
import { callsPerService, countProbes, criticalPath, PROBES, probesOf, waitsFor } from './probes.ts'

/** The role's policy as it is shipped (data lakes set-up, manual page and Terraform module). Athena is not used by Sluice. */
const SHIPPED = [
	...[
		'AddJobFlowSteps',
		'CancelSteps',
		'DescribeCluster',
		'DescribeStep',
		'RunJobFlow',
		'TerminateJobFlows',
		'AddTags',
	].map((name) => `elasticmapreduce:${name}`),
	...[
		'CreateDatabase CreateTable GetTable GetTables UpdateTable DeleteTable BatchDeleteTable',
		'GetTableVersion GetTableVersions DeleteTableVersion BatchDeleteTableVersion',
		'CreatePartition BatchCreatePartition GetPartition GetPartitions BatchGetPartition',
		'UpdatePartition DeletePartition BatchDeletePartition',
	].flatMap((line) => line.split(' ').map((name) => `glue:${name}`)),
	...['ListBucket', 'GetObject', 'PutObject', 'AbortMultipartUpload', 'DeleteObject'].map((name) => `s3:${name}`),
	'iam:PassRole',
	'sts:AssumeRole',
]

/** What nobody is granted by the shipped policy: asked only as an extra. */
const EXTRAS = ['ListSteps', 'ListClusters', 'ListInstanceGroups'].map((name) => `elasticmapreduce:${name}`)

describe('the table of probes', () => {
	it('asks for every action of the shipped policy', () => {
		const actions = new Set(PROBES.map(({ action }) => action))
		expect(SHIPPED.filter((action) => !actions.has(action))).toEqual([])
	})

	it('asks for nothing beyond it but named extras and what an encrypted bucket takes', () => {
		const more = PROBES.filter(({ action }) => !SHIPPED.includes(action))
		expect(new Set(more.map(({ action }) => action))).toEqual(
			new Set([...EXTRAS, 'kms:GenerateDataKey', 'kms:Decrypt']),
		)
		for (const { action, profiles } of more.filter((probe) => EXTRAS.includes(probe.action))) {
			expect([action, Object.values(profiles)]).not.toContain('mandatory')
			expect(profiles).not.toHaveProperty('sync')
		}
	})

	it('names each finding once, in a way that can stand in a path', () => {
		const ids = PROBES.map(({ id }) => id)
		expect(new Set(ids).size).toBe(ids.length)
		for (const id of ids) expect(pathId.safeParse(id).success).toBe(true)
	})

	it('says of each mandatory right what breaks without it', () => {
		const silent = PROBES.filter(
			({ breaks, profiles }) => breaks === null && Object.values(profiles).includes('mandatory'),
		)
		expect(silent.map(({ id }) => id)).toEqual([])
	})

	it.each(PROFILES)('waits in %s only for probes of the same profile, and never in a circle', (profile) => {
		const probes = new Map(probesOf(profile).map((probe) => [probe.id, probe]))
		const state = new Map<string, 'open' | 'done'>()
		const visit = (id: string): void => {
			const probe = probes.get(id)
			if (!probe) throw new Error(`${id} is not in ${profile}`)
			if (state.get(id) === 'open') throw new Error(`${id} waits for itself`)
			if (state.get(id) === 'done') return
			state.set(id, 'open')
			for (const other of [...waitsFor(probe), ...blames(probe)]) visit(other)
			state.set(id, 'done')
		}
		for (const id of probes.keys()) visit(id)
		expect(state.size).toBe(countProbes(profile))
	})
})

/** Findings that the answer to a probe may be blamed on, as far as its rules say. */
const blames = ({ way }: Probe): string[] =>
	way.by === 'call' ? way.rules.flatMap(({ means }: Rule) => (means.is === 'blocked-by' ? [means.findingId] : [])) : []

describe('what a check costs', () => {
	it('is three calls one after another, however many rights there are', () => {
		expect(criticalPath('sync').calls).toEqual(['sts:AssumeRole', 's3:ListObjectsV2', 's3:GetObject'])
		for (const profile of PROFILES) expect(criticalPath(profile).calls.length).toBeLessThanOrEqual(3)
	})

	it('is four calls to EMR, whose budget the customer needs', () => {
		expect(callsPerService('sync')).toEqual({ sts: 3, s3: 8, glue: 19, emr: 4 })
		expect(callsPerService('debug').glue).toBe(0)
	})
})
