import { randomBytes } from 'node:crypto'
import type { AwsAnswer, AwsOperation, CustomerAccess, PolicyStatement } from '../aws/ports.ts'
import { bucketArn, clusterArn, type createTrustTries, enter, isDenial } from '../checks/public.ts'
import type { NoSuccess, StoredDescription, StoredInstances, StoredLook, StoredStep } from '../store/cluster-schema.ts'
import type { CheckedSettings } from '../store/schema.ts'
import { readCluster, readGroups, readStep } from './described.ts'
import { lookElsewhere, type Open } from './search.ts'

/** What one fetch asks about. `settings` name the cluster, its region and the role that opens the account. */
export type LookOrder = {
	sourceId: string
	customer: string
	settings: CheckedSettings
	/** Legal already: it stands in the customer's CloudTrail. */
	sessionName: string
	/** Steps to ask for, the most wanted first. */
	stepIds: readonly string[]
	/** False: the account refused that lately, and each refusal is a line in its CloudTrail. */
	withInstances: boolean
}

export type LookPorts = {
	access: CustomerAccess
	tries: ReturnType<typeof createTrustTries>
	now: () => Date
}

export type Found = {
	look: StoredLook
	/** Null: EMR did not describe the cluster. */
	description: StoredDescription | null
	/** By step id, of those that were told. */
	steps: Map<string, StoredStep>
}

const EMR = 'elasticmapreduce'

/** What a session with EMR may do: read this one cluster. */
const emrBelt = (settings: CheckedSettings): PolicyStatement[] => [
	{
		Effect: 'Allow',
		Action: [`${EMR}:DescribeCluster`, `${EMR}:DescribeStep`, `${EMR}:ListInstanceGroups`],
		Resource: [clusterArn(settings)],
	},
]

/** And with S3, asked only after a refusal: see where the bucket lies and whether logs of the cluster are there. */
const s3Belt = (settings: CheckedSettings): PolicyStatement[] => [
	{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [bucketArn(settings)] },
]

const NOTHING_TOLD: StoredLook = {
	door: null,
	describe: null,
	elsewhere: null,
	bucketRegion: null,
	logs: null,
	otherDenied: null,
	stepsDenied: false,
}
const nothing = (look: Partial<StoredLook>): Found => ({
	look: { ...NOTHING_TOLD, ...look },
	description: null,
	steps: new Map(),
})

/**
 * Asks the account about one cluster: with what the shipped policy grants, and for the extra panels with what it does not.
 * Changes nothing. What AWS refuses and what it does not answer are results; thrown errors are bugs.
 */
export async function lookAt(order: LookOrder, { access, tries, now }: LookPorts): Promise<Found> {
	const { settings, sessionName, customer, sourceId } = order
	const target = { ...settings, sourceId, customer }
	const belts = new Map([['emr', emrBelt(settings)]] as const)
	const entry = await enter({ target, sessionName }, { access, tries, now }, belts)
	const session = entry.sessions.get('emr')
	if (session?.kind !== 'ok') return nothing({ door: noSuccess('sts:AssumeRole', session ?? entry.told.answer) })
	const call = (operation: AwsOperation, input: Record<string, unknown>) =>
		access.call(session.value, operation, { ClusterId: settings.clusterId, ...input })

	const described = await call('emr:DescribeCluster', {})
	if (described.kind !== 'ok') {
		const describe = noSuccess(`${EMR}:DescribeCluster`, described)
		if (described.kind === 'failed') return nothing({ describe })
		const open: Open = (region, belt) =>
			access.assume({
				principalArn: null,
				roleArn: settings.roleArn,
				region,
				externalId: entry.externalId,
				sessionName,
				belt,
			})
		const denied = isDenial(described)
		const [other, around] = await Promise.all([
			denied ? call('emr:DescribeStep', { StepId: inventedStep() }) : null,
			lookElsewhere(settings, { open, call: access.call, emrBelt, s3Belt }),
		])
		return nothing({ describe, otherDenied: other && deniedOf(other), ...around })
	}

	const cluster = readCluster(described.value)
	if (cluster === null) {
		const message = 'EMR described the cluster in a form that Sluice cannot read.'
		const { requestId } = described
		return nothing({
			describe: { kind: 'failed', action: `${EMR}:DescribeCluster`, cause: 'ours', message, requestId },
		})
	}
	const [instances, steps] = await Promise.all([
		instancesOf(cluster, order, call),
		Promise.all(order.stepIds.map(async (StepId) => [StepId, await call('emr:DescribeStep', { StepId })] as const)),
	])
	return {
		look: { ...NOTHING_TOLD, stepsDenied: steps.some(([, answer]) => deniedOf(answer) === true) },
		description: { ...cluster, instances },
		steps: new Map(
			steps.flatMap(([id, answer]) => {
				const step = answer.kind === 'ok' ? readStep(answer.value) : null
				return step ? [[id, step] as const] : []
			}),
		),
	}
}

type Call = (operation: AwsOperation, input: Record<string, unknown>) => Promise<AwsAnswer>

/** Groups and fleets answer different calls; asking a cluster for what it is not made of is an error (EMR API reference). */
async function instancesOf(
	{ collectionType }: Omit<StoredDescription, 'instances'>,
	{ withInstances }: LookOrder,
	call: Call,
): Promise<StoredInstances> {
	if (collectionType === 'INSTANCE_FLEET') return { is: 'fleets' }
	if (!withInstances) return { is: 'denied' }
	const answer = await call('emr:ListInstanceGroups', {})
	if (deniedOf(answer) === true) return { is: 'denied' }
	const groups = answer.kind === 'ok' ? readGroups(answer.value) : null
	return groups ? { is: 'told', groups } : { is: 'not-told' }
}

/** Null: nothing was learned. */
function deniedOf(answer: AwsAnswer): boolean | null {
	if (answer.kind === 'failed') return null
	return answer.kind === 'refused' && isDenial(answer)
}

function noSuccess(action: string, answer: AwsAnswer): NoSuccess {
	if (answer.kind === 'ok') throw new Error(`${action} was answered`)
	const { message, requestId } = answer
	if (answer.kind === 'failed') return { kind: 'failed', action, cause: answer.cause, message, requestId }
	return { kind: 'refused', action, code: answer.code, message, requestId }
}

/** An id of no step: whether the right is there shows all the same. */
const inventedStep = () => `s-${randomBytes(7).toString('hex').slice(0, 13).toUpperCase()}`
