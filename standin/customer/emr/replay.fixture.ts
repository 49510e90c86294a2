import { EMR } from '@aws-sdk/client-emr'
import job from '../../world/replay-job.json' with { type: 'json' }
import sources from '../../world/sources.json' with { type: 'json' }
import type { SessionKey } from '../session.fixture.ts'
import { sessionIn } from '../session.fixture.ts'
import type { TrialWorld } from '../trial-world.ts'

const DAY = 86_400_000

/** `YYYY-MM-DD`, so many days before the world's today. */
export const daysAgo = (trial: TrialWorld, days: number): string =>
	new Date(trial.clock.now() - days * DAY).toISOString().slice(0, 10)

export const sourceOf = (sourceId: string) => {
	const source = sources.find((each) => each.sourceId === sourceId)
	if (!source) throw new Error(`no source ${sourceId}`)
	return source
}

/** The arguments of a part as the service fills them in; `values` replaces some. */
export function argsOf(sourceId: string, values: Record<string, string>): string[] {
	const { archive, bucket, database, region } = sourceOf(sourceId)
	const all: Record<string, string> = {
		...{ sourceId, bucket, database, region, archive: `s3://${archive.bucket}/${archive.prefix}`, events: '*' },
		...values,
	}
	return job.args.map((arg) => arg.replace(/^\$\{(\w+)\}$/, (_, name: string) => all[name] ?? ''))
}

/** For tests: what submits replays of one source and looks after them, as the role that the customer gave us. */
export async function replayer(trial: TrialWorld, sourceId: string) {
	const { roleArn, externalIds, region, clusterId } = sourceOf(sourceId)
	const credentials: SessionKey = await sessionIn(trial, roleArn, externalIds[0])
	const options = { endpoint: trial.endpoint, region, maxAttempts: 1, credentials }
	const emr = new EMR(options)
	return {
		options,
		emr,
		async submit(token: string, args: readonly string[]): Promise<string> {
			const HadoopJarStep = { Jar: job.jar, Args: [...args] }
			const step = { Name: `sluice-replay/${token}`, ActionOnFailure: 'CONTINUE' as const, HadoopJarStep }
			const { StepIds = [] } = await emr.addJobFlowSteps({ JobFlowId: clusterId, Steps: [step] })
			return StepIds[0] ?? ''
		},
		async status(StepId: string) {
			const { Step } = await emr.describeStep({ ClusterId: clusterId, StepId })
			return Step?.Status
		},
	}
}
