import type { Addressee } from '../../lib/contract/check-report.ts'

/** What the words of EMR mean and what to do: data, so that an entry is a line. Sources: Amazon EMR API reference and management guide. */

export type Entry = { meaning: string; next: string; addressee: Addressee }

/** Where a line is about a cause, `text` is looked for in what EMR says beside its code; the first that fits counts. */
type Cause = Entry & { codes: readonly string[]; text?: RegExp }

export const STATE_MEANING: Record<string, string> = {
	STARTING: 'EMR is getting the machines of the cluster.',
	BOOTSTRAPPING: 'The machines are there; the customer’s bootstrap scripts run on them.',
	RUNNING: 'The cluster works on a step.',
	WAITING: 'The cluster is up and waits for work.',
	TERMINATING: 'The cluster is shutting down and takes no more work.',
	TERMINATED: 'The cluster has ended.',
	TERMINATED_WITH_ERRORS: 'The cluster has ended because of an error.',
}
export const UNKNOWN_STATE = 'A state that Sluice does not know.'

/** States that take steps, and those that never will again. */
export const TAKES_STEPS: ReadonlySet<string> = new Set(['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'WAITING'])
export const HAS_ENDED: ReadonlySet<string> = new Set(['TERMINATING', 'TERMINATED', 'TERMINATED_WITH_ERRORS'])
/** Steps that will never change again. */
export const STEP_IS_OVER: ReadonlySet<string> = new Set(['COMPLETED', 'CANCELLED', 'FAILED', 'INTERRUPTED'])

/** Groups whose nodes do not come up while the cluster itself looks well. */
export const GROUP_TROUBLE: Record<string, Entry> = {
	SUSPENDED: {
		meaning: 'Nodes keep failing to join this group, so EMR has given up resizing it.',
		next: 'Ask the account admin to look at the events of this group: most often a bootstrap script or the subnet keeps new nodes out.',
		addressee: 'account-admin',
	},
	ARRESTED: {
		meaning: 'EMR has stopped resizing this group because of an error.',
		next: 'Ask the account admin to look at the events of this group.',
		addressee: 'account-admin',
	},
}

const account = { addressee: 'account-admin' } as const

/** Why a cluster changed its state. */
export const CLUSTER_CAUSES: readonly Cause[] = [
	{
		codes: ['VALIDATION_ERROR'],
		text: /service role .*insufficient/i,
		meaning: 'EMR’s own service role lacks rights on EC2 in the customer’s account.',
		next: 'Ask the account admin to give the EMR service role its policy back, then to start the cluster anew.',
		...account,
	},
	{
		codes: ['VALIDATION_ERROR'],
		text: /subnet|route|vpc|endpoint/i,
		meaning: 'The network of the cluster is not as EMR needs it: the subnet is gone or has no route to S3.',
		next: 'Ask the account admin to mend the subnet’s routes or the S3 endpoint, then to start the cluster anew.',
		...account,
	},
	{
		codes: ['VALIDATION_ERROR', 'INSTANCE_FAILURE', 'INSTANCE_FLEET_TIMEOUT', 'INTERNAL_ERROR'],
		text: /insufficient.*capacity|no capacity|capacity/i,
		meaning: 'The zone had no machines of this type left.',
		next: 'Ask the account admin to start the cluster with another instance type or in another zone.',
		...account,
	},
	{
		codes: ['INSTANCE_FAILURE', 'VALIDATION_ERROR'],
		text: /kms|ebs|encrypt/i,
		meaning: 'The machines could not use the encryption key of their volumes.',
		next: 'Ask the account admin whether EMR’s service role may use the key of the EBS volumes.',
		...account,
	},
	{
		codes: ['INSTANCE_FAILURE'],
		text: /spot/i,
		meaning: 'AWS took back spot machines that the cluster needed.',
		next: 'Ask the account admin to run the master and core nodes on demand.',
		...account,
	},
	{
		codes: ['VALIDATION_ERROR'],
		meaning: 'EMR did not accept the cluster as it was asked for: its subnet, its roles or its instance type.',
		next: 'Ask the account admin to read the reason beside this and correct the cluster’s network or EMR service role.',
		...account,
	},
	{
		codes: ['BOOTSTRAP_FAILURE'],
		meaning: 'A bootstrap script failed: it is missing in S3, or the machines cannot reach S3 or a package mirror.',
		next: 'Ask the account admin to read the bootstrap log and to look at the network’s way to S3.',
		...account,
	},
	{
		codes: ['INSTANCE_FAILURE'],
		meaning: 'Machines of the cluster failed or were taken away.',
		next: 'Ask the account admin to look at capacity and at the key of the volumes, then to start the cluster anew.',
		...account,
	},
	{
		codes: ['INSTANCE_FLEET_TIMEOUT'],
		meaning: 'The instance fleet did not get its machines in time.',
		next: 'Ask the account admin for more instance types or zones in the fleet.',
		...account,
	},
	{
		codes: ['INTERNAL_ERROR'],
		meaning: 'EMR itself failed.',
		next: 'Ask the account admin to start the cluster anew, and to open a case with AWS if it happens again.',
		...account,
	},
	{
		codes: ['USER_REQUEST'],
		meaning: 'Somebody at the customer ended the cluster, or its own auto-termination did.',
		next: 'Ask the customer for the id of the cluster that runs now, and have it put into the settings.',
		addressee: 'settings-admin',
	},
	{
		codes: ['STEP_FAILURE'],
		meaning: 'A step failed that was set to end the cluster with it.',
		next: 'Find out whose step it was: Sluice’s own steps go on with the cluster.',
		addressee: 'us',
	},
	{
		codes: ['ALL_STEPS_COMPLETED'],
		meaning: 'The cluster had been told to end when its steps were done.',
		next: 'Ask the customer for a cluster that keeps running, and have its id put into the settings.',
		addressee: 'settings-admin',
	},
]

/** Why a step failed, by what EMR says of it. The last line fits everything. */
const STEP_CAUSES: readonly (Omit<Cause, 'codes'> & { text: RegExp })[] = [
	{
		text: /access ?denied|not authorized|forbidden|status code: 403/i,
		meaning:
			'The instance profile of the cluster lacks a right on S3, Glue, KMS or Lake Formation. It is another role than the one Sluice checks.',
		next: 'Ask the account admin for the rights of the cluster’s instance profile.',
		...account,
	},
	{
		text: /out ?of ?memory|memory limits|gc overhead|exit(?:ed with| code|status)? ?(?:code )?137/i,
		meaning: 'The load needed more memory than the cluster has.',
		next: 'Try again in smaller parts, or ask the customer for larger core nodes.',
		addressee: 'us',
	},
	{
		text: /cast|schema|parquet|cannot resolve|type mismatch/i,
		meaning: 'Data does not fit the type of a column.',
		next: 'Hand it to an engineer with the step’s log: the column and its types stand there.',
		addressee: 'us',
	},
	{
		text: /classnotfound|nosuchmethod|unsupportedclassversion|class file version/i,
		meaning: 'The job was built for another release of EMR than the cluster’s.',
		next: 'Compare the release of the cluster with the one the job is built for.',
		addressee: 'us',
	},
	{
		text: /no such file|does not exist|nosuchkey/i,
		meaning: 'The step did not find a file that it needs.',
		next: 'Hand it to an engineer with the step’s log.',
		addressee: 'us',
	},
	{
		text: /^/,
		meaning: 'EMR does not say why the step failed.',
		next: 'Read the step’s log: it arrives some minutes after the step has ended.',
		addressee: 'us',
	},
]

/** Null where EMR names no code, or one that the catalogue has no line for. */
export function causeOfState(code: string | null, message: string | null): Entry | null {
	if (code === null) return null
	return CLUSTER_CAUSES.find((each) => each.codes.includes(code) && (each.text?.test(message ?? '') ?? true)) ?? null
}

export function causeOfStep(reason: string | null, message: string | null): Entry {
	const said = `${reason ?? ''}\n${message ?? ''}`
	const found = STEP_CAUSES.find(({ text }) => text.test(said))
	if (!found) throw new Error('the last line fits everything')
	return found
}
