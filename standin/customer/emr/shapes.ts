import type { Cluster, Step } from '../account.ts'

const seconds = (milliseconds: number | null) => (milliseconds === null ? undefined : milliseconds / 1000)

/** Also what a list shows of a cluster. */
export const clusterSummary = (cluster: Cluster): object => ({
	Id: cluster.id,
	Name: cluster.name,
	Status: {
		State: cluster.state,
		StateChangeReason: { Code: cluster.stateChangeCode ?? undefined, Message: cluster.stateChangeMessage },
		ErrorDetails: cluster.errors.map(({ code, message, data }) => ({
			ErrorCode: code,
			ErrorMessage: message,
			ErrorData: data,
		})),
		Timeline: {
			CreationDateTime: seconds(cluster.createdAt),
			ReadyDateTime: seconds(cluster.readyAt),
			EndDateTime: seconds(cluster.endedAt),
		},
	},
	NormalizedInstanceHours: 0,
	ClusterArn: cluster.arn,
})

export const clusterShape = (cluster: Cluster): object => ({
	...clusterSummary(cluster),
	Ec2InstanceAttributes: { Ec2SubnetId: cluster.subnetId, IamInstanceProfile: cluster.instanceProfile },
	InstanceCollectionType: cluster.collection,
	LogUri: cluster.logUri,
	ReleaseLabel: cluster.releaseLabel,
	AutoTerminate: false,
	TerminationProtected: false,
	VisibleToAllUsers: true,
	Applications: cluster.applications.map(({ name, version }) => ({ Name: name, Version: version })),
	Tags: Object.entries(cluster.tags).map(([Key, Value]) => ({ Key, Value })),
	ServiceRole: cluster.serviceRole,
	AutoScalingRole: cluster.autoScalingRole,
	MasterPublicDnsName: cluster.masterPublicDnsName,
	Configurations: [],
	StepConcurrencyLevel: 1,
})

export const stepShape = (step: Step): object => ({
	Id: step.id,
	Name: step.name,
	Config: {
		Jar: step.jar,
		Properties: step.properties,
		MainClass: step.mainClass ?? undefined,
		Args: step.args,
	},
	ActionOnFailure: step.actionOnFailure,
	Status: {
		State: step.state,
		StateChangeReason: {},
		FailureDetails: step.failure
			? { Reason: step.failure.reason, Message: step.failure.message, LogFile: step.failure.logFile }
			: undefined,
		Timeline: {
			CreationDateTime: seconds(step.createdAt),
			StartDateTime: seconds(step.startedAt),
			EndDateTime: seconds(step.endedAt),
		},
	},
})

/** Nodes as the product's Terraform asks for them: one master, two core, two task. */
const GROUPS = [
	{ type: 'MASTER', count: 1 },
	{ type: 'CORE', count: 2 },
	{ type: 'TASK', count: 2 },
] as const

const GROUP_STATES: Record<string, string> = {
	STARTING: 'PROVISIONING',
	BOOTSTRAPPING: 'BOOTSTRAPPING',
	RUNNING: 'RUNNING',
	WAITING: 'RUNNING',
	TERMINATING: 'TERMINATING',
	TERMINATED: 'TERMINATED',
	TERMINATED_WITH_ERRORS: 'TERMINATED',
}

export const instanceGroupShapes = (cluster: Cluster): object[] => {
	const state = cluster.groupState ?? GROUP_STATES[cluster.state] ?? 'RUNNING'
	return GROUPS.map(({ type, count }) => ({
		Id: `ig-${type}${cluster.id.slice(2)}`.slice(0, 16),
		Name: type.toLowerCase(),
		Market: 'ON_DEMAND',
		InstanceGroupType: type,
		InstanceType: 'm5.xlarge',
		RequestedInstanceCount: count,
		RunningInstanceCount: state === 'RUNNING' ? count : 0,
		Status: {
			State: state,
			StateChangeReason: { Message: '' },
			Timeline: { CreationDateTime: seconds(cluster.createdAt), ReadyDateTime: seconds(cluster.readyAt) },
		},
		Configurations: [],
		EbsBlockDevices: [],
	}))
}
