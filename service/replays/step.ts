import { fillJob } from '../../lib/settings/replay-job.ts'
import type { PartRecord, PlanRecord } from '../store/replay-schema.ts'
import type { JobTemplate } from './ports.ts'

export const stepName = (token: string) => `sluice-replay/${token}`

/** Whether a step of a cluster is one of this part, whoever submitted it. */
export const isOf = ({ token }: Pick<PartRecord, 'token'>, name: string): boolean => name === stepName(token)

/** The step of a part as AddJobFlowSteps takes it. A failing one must not take the customer's cluster with it. */
export function stepOf(job: JobTemplate, { settings, source_id, events }: PlanRecord, part: PartRecord) {
	const { archive, bucket, database, region } = settings
	const Args = fillJob(
		{ args: [...job.args] },
		{
			token: part.token,
			sourceId: source_id,
			from: part.from_day,
			to: part.to_day,
			events: events.length === 0 ? '*' : events.join(','),
			archive: `s3://${archive.bucket}/${archive.prefix}`,
			bucket,
			database,
			region,
		},
	)
	return {
		Name: stepName(part.token),
		ActionOnFailure: 'CONTINUE',
		HadoopJarStep: { Jar: job.jar, ...(job.mainClass !== null && { MainClass: job.mainClass }), Args },
	}
}
