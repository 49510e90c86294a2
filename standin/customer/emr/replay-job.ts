import { z } from 'zod'
import type { Cluster, CustomerAccount, CustomerWorld, Failure, Step } from '../account.ts'
import { dayOf, hexOf } from '../seed.ts'
import { type Rows, readRows } from './archive-rows.ts'
import type { Jobs } from './life.ts'
import { JobFailed, type Machine, machineOf } from './machine.ts'
import { type ReplayArgs, readReplayArgs } from './replay-args.ts'

/** Of a step whose work another has taken: it looks, and ends. */
const LOOK_MS = 1_000
/** What BatchCreatePartition takes at once. */
const MOST_PARTITIONS = 100

/** What steps of this account really do: our replay script, as far as the world can see it. */
export const jobsIn = (account: CustomerAccount, world: CustomerWorld): Jobs => ({
	begin(cluster, step, at) {
		const failure = attempt(cluster, step, () => {
			const args = argsOf(step)
			const taken = takeClaim(machineOf(account, cluster, world, at), args, step, at)
			Object.assign(step.job ?? {}, { did: taken ? 'claimed' : 'found it claimed' })
			if (!taken) step.runs = { ms: LOOK_MS, failure: null }
		})
		if (failure) step.runs = { ms: LOOK_MS, failure }
	},
	end: (cluster, step, at) =>
		attempt(cluster, step, () => {
			if (step.job?.did !== 'claimed') return
			const args = argsOf(step)
			const machine = machineOf(account, cluster, world, at)
			const rows = readRows(machine, args)
			for (const each of rows) writeRows(machine, args, step, each)
			addPartitions(machine, args, rows)
			writeReport(machine, args, { cluster, step, rows, at })
			Object.assign(step.job, { did: 'loaded', rows: countOf(rows) })
		}),
})

/** Null, or how EMR tells that the program died; what it said is in its log alone. */
function attempt({ id, logUri }: Cluster, step: Step, act: () => void): Failure | null {
	if (step.job === null) return null
	try {
		act()
		return null
	} catch (error) {
		if (!(error instanceof JobFailed)) throw error
		Object.assign(step.job, { stderr: error.message, ...(step.job.did === 'claimed' && { did: 'failed' }) })
		return {
			reason: 'Unknown Error.',
			message: `Exception in thread "main" org.apache.spark.SparkException: Application ${applicationOf(step)} finished with failed status`,
			logFile: `${logUri}${id}/steps/${step.id}/stderr.gz`,
		}
	}
}

const applicationOf = ({ startedAt }: Step) => `application_${startedAt}_0001`
const countOf = (rows: readonly Rows[]) => rows.reduce((sum, { count }) => sum + count, 0)
const placeOf = ({ day, hour }: Rows) => `day=${day}/hr=${hour}`

function argsOf(step: Step): ReplayArgs {
	const args = readReplayArgs(step)
	if ('error' in args) throw new JobFailed(args.error)
	return args
}

/** False: another step has it. */
function takeClaim(machine: Machine, { token, bucket }: ReplayArgs, step: Step, at: number): boolean {
	const body = Buffer.from(JSON.stringify({ token, stepId: step.id, at: new Date(at).toISOString() }))
	const headers = { 'content-type': 'application/json', 'if-none-match': '*' }
	const path = `segment-stage/sluice-replays/${token}.claim`
	return machine.s3('PUT', bucket, path, { body, headers }).status === 200
}

const folderOf = ({ source }: ReplayArgs, rows: Rows) =>
	`segment-data/data/${source}/segment_type=${rows.table}/${placeOf(rows)}`

function writeRows(machine: Machine, args: ReplayArgs, step: Step, rows: Rows): void {
	const folder = folderOf(args, rows)
	const name = hexOf(`${step.id}/${folder}`, 32)
	const body = Buffer.from(`PAR1${name.repeat(16)}PAR1`)
	machine.s3('PUT', args.bucket, `${folder}/part-00000-${name}.snappy.parquet`, { body })
}

const errorDetail = z.object({ ErrorCode: z.string(), ErrorMessage: z.string() })
const batchAnswer = z.object({ Errors: z.array(z.object({ ErrorDetail: errorDetail })).default([]) })

function addPartitions(machine: Machine, args: ReplayArgs, rows: readonly Rows[]): void {
	for (const [TableName, ofTable] of Map.groupBy(rows, ({ table }) => table)) {
		for (let i = 0; i < ofTable.length; i += MOST_PARTITIONS) {
			const PartitionInputList = ofTable.slice(i, i + MOST_PARTITIONS).map((each) => ({
				Values: [each.day, each.hour],
				StorageDescriptor: { Location: `s3://${args.bucket}/${folderOf(args, each)}/` },
			}))
			const asked = { DatabaseName: args.database, TableName, PartitionInputList }
			const { Errors } = batchAnswer.parse(machine.glue('BatchCreatePartition', asked))
			const failed = Errors.find(({ ErrorDetail }) => ErrorDetail.ErrorCode !== 'AlreadyExistsException')
			if (failed) throw new JobFailed(`Cannot add partition: ${failed.ErrorDetail.ErrorMessage}`)
		}
	}
}

type Ended = { cluster: Cluster; step: Step; rows: readonly Rows[]; at: number }

/** Last of all: the report says that everything is there. Fields as the syncs of the product have them. */
function writeReport(machine: Machine, args: ReplayArgs, { cluster, step, rows, at }: Ended): void {
	const report = {
		run_id: args.token,
		source: args.source,
		status: 'finished',
		error: null,
		error_code: null,
		emr_cluster_id: cluster.id,
		partitions: rows.map((each) => `${each.table}/${placeOf(each)}`),
		row_count: countOf(rows),
		replay: true,
		replay_from: args.from,
		replay_to: args.to,
		started_at: new Date(step.startedAt ?? at).toISOString(),
		finished_at: new Date(at).toISOString(),
	}
	const path = `segment-data/reports/day=${dayOf(at)}/source=${args.source}/run_id=${args.token}/report.json`
	const headers = { 'content-type': 'application/json' }
	machine.s3('PUT', args.bucket, path, { body: Buffer.from(JSON.stringify(report)), headers })
}
