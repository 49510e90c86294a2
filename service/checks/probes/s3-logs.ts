import { ALLOWED, type Probe } from '../probe.ts'
import { bucketArn } from './resource.ts'
import { bucketOf, bucketRules, firstKey } from './s3-answer.ts'
import { ASSUME_ROLE } from './trust.ts'

const READABLE = 's3-logs-readable'
const logs = {
	group: 's3',
	action: 's3:ListBucket',
	resource: bucketArn,
	breaks: null,
	profiles: { sync: 'extra', debug: 'extra' },
} as const

export const s3LogProbes: readonly Probe[] = [
	{
		...logs,
		id: READABLE,
		purpose: 'Unlocks the logs of the cluster',
		needs: [ASSUME_ROLE],
		way: {
			by: 'call',
			service: 's3',
			operation: 's3:ListObjectsV2',
			on: (target) => [bucketArn(target)],
			input: ({ target }) => ({
				input: { ...bucketOf(target), Prefix: `logs/${target.clusterId}/`, MaxKeys: 1 },
			}),
			rules: bucketRules,
		},
	},
	{
		...logs,
		id: 's3-logs-exist',
		purpose: 'The cluster of the settings has written logs to this bucket',
		needs: [READABLE],
		way: {
			by: 'answer',
			of: READABLE,
			read: (answer) => {
				const key = firstKey(answer)
				if (key) return ALLOWED
				return key === null
					? {
							is: 'not-provable',
							headline: 'The bucket holds no logs of this cluster: it is new, writes none, or is another.',
						}
					: { is: 'error', headline: 'S3 answered the listing in a form that Sluice cannot read.' }
			},
		},
	},
]
