import type { Cluster, Step } from './account.ts'
import type { ClusterFile } from './account-file.ts'
import { hexOf, stepIdOf } from './seed.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const INSTANCE_PROFILE = 'SegmentEMRInstanceProfile'

/** The role that jobs on a customer's clusters run as; not the one that we assume. */
export const instanceRoleArn = (accountId: string): string => `arn:aws:iam::${accountId}:role/${INSTANCE_PROFILE}Role`

/** A cluster as the product's Terraform sets it up, with the steps of its last syncs. */
export function clusterOf(accountId: string, id: string, file: ClusterFile, now: number): Cluster {
	const endedAt = file.endedDaysAgo === null ? null : now - file.endedDaysAgo * DAY
	return {
		id,
		arn: `arn:aws:elasticmapreduce:${file.region}:${accountId}:cluster/${id}`,
		name: 'segment-data-lake',
		region: file.region,
		state: file.state,
		since: now,
		stateChangeCode: file.stateChangeCode,
		stateChangeMessage: file.stateChangeMessage,
		createdAt: now - 120 * DAY,
		readyAt: now - 120 * DAY + 600_000,
		endedAt,
		errors: [],
		tags: { ...file.tags },
		collection: 'INSTANCE_GROUP',
		groupState: null,
		releaseLabel: 'emr-6.5.0',
		applications: [
			{ name: 'Hadoop', version: '3.2.1' },
			{ name: 'Hive', version: '3.1.2' },
			{ name: 'Spark', version: '3.1.2' },
		],
		logUri: `s3://${file.bucket}/logs/`,
		serviceRole: `arn:aws:iam::${accountId}:role/SegmentEMRServiceRole`,
		autoScalingRole: `arn:aws:iam::${accountId}:role/SegmentEMRAutoScalingRole`,
		instanceProfile: INSTANCE_PROFILE,
		subnetId: `subnet-0${hexOf(id, 16)}`,
		masterPublicDnsName: `ip-10-0-12-34.${file.region}.compute.internal`,
		listLagMs: 0,
		logsAfterMs: 300_000,
		nextSteps: [],
		steps: pastSteps(id, endedAt ?? now),
	}
}

function pastSteps(clusterId: string, until: number): Step[] {
	return [60, 48, 36, 24, 12].map((hours): Step => {
		const createdAt = until - hours * HOUR
		return {
			id: stepIdOf(`${clusterId}/${hours}`),
			name: `sync ${new Date(createdAt).toISOString().slice(0, 13)}`,
			actionOnFailure: 'CONTINUE',
			jar: 'command-runner.jar',
			mainClass: null,
			args: ['spark-submit', '--deploy-mode', 'cluster', 'load.py'],
			properties: {},
			state: 'COMPLETED',
			runs: null,
			createdAt,
			startedAt: createdAt + 20_000,
			endedAt: createdAt + 560_000,
			cancelledAt: null,
			outlivesCancel: false,
			failure: null,
			job: null,
			loggedAt: createdAt + 560_000,
		}
	})
}
