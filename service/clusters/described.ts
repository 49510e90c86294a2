import { z } from 'zod'
import type { StoredDescription, StoredGroup, StoredStep } from '../store/cluster-schema.ts'

/** Answers of EMR as the SDK hands them over: absent members are undefined, times are Dates. */

const text = z
	.string()
	.optional()
	.transform((value) => value ?? null)
const number = z
	.int()
	.optional()
	.transform((value) => value ?? null)
const yes = z
	.boolean()
	.optional()
	.transform((value) => value ?? null)
const time = z
	.date()
	.optional()
	.transform((value) => value?.toISOString() ?? null)
const timeline = z.object({ CreationDateTime: time, ReadyDateTime: time, StartDateTime: time, EndDateTime: time })
const list = <S extends z.ZodType>(item: S) => z.array(item).default([])

const cluster = z.object({
	Name: z.string().default(''),
	Status: z.object({
		State: z.string(),
		StateChangeReason: z.object({ Code: text, Message: text }).optional(),
		ErrorDetails: list(
			z.object({
				ErrorCode: z.string().default('unnamed'),
				ErrorMessage: text,
				ErrorData: list(z.record(z.string(), z.string())),
			}),
		),
		Timeline: timeline.optional(),
	}),
	ReleaseLabel: text,
	Applications: list(z.object({ Name: z.string().default(''), Version: text })),
	Tags: list(z.object({ Key: z.string().default(''), Value: z.string().default('') })),
	LogUri: text,
	InstanceCollectionType: text,
	StepConcurrencyLevel: number,
	TerminationProtected: yes,
	AutoTerminate: yes,
	NormalizedInstanceHours: number,
	ClusterArn: text,
	Ec2InstanceAttributes: z
		.object({ Ec2SubnetId: text, Ec2AvailabilityZone: text, IamInstanceProfile: text })
		.optional(),
	ServiceRole: text,
	AutoScalingRole: text,
	SecurityConfiguration: text,
})

/** The answer to DescribeCluster, without instances; null when it has no state. Throws nothing. */
export function readCluster(value: unknown): Omit<StoredDescription, 'instances'> | null {
	const read = z.object({ Cluster: cluster }).safeParse(value)
	if (!read.success) return null
	const { Status, ...rest } = read.data.Cluster
	const { CreationDateTime = null, ReadyDateTime = null, EndDateTime = null } = Status.Timeline ?? {}
	return {
		name: rest.Name,
		state: Status.State,
		// A terse answer writes an empty text where there is no reason.
		reasonCode: Status.StateChangeReason?.Code || null,
		reasonMessage: Status.StateChangeReason?.Message || null,
		errors: Status.ErrorDetails.map(({ ErrorCode, ErrorMessage, ErrorData }) => ({
			code: ErrorCode,
			message: ErrorMessage,
			data: ErrorData,
		})),
		releaseLabel: rest.ReleaseLabel,
		applications: rest.Applications.map(({ Name, Version }) => ({ name: Name, version: Version })),
		tags: rest.Tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
		logUri: rest.LogUri,
		timeline: { createdAt: CreationDateTime, readyAt: ReadyDateTime, endedAt: EndDateTime },
		collectionType: rest.InstanceCollectionType,
		stepConcurrency: rest.StepConcurrencyLevel,
		terminationProtected: rest.TerminationProtected,
		autoTerminate: rest.AutoTerminate,
		normalizedInstanceHours: rest.NormalizedInstanceHours,
		place: {
			clusterArn: rest.ClusterArn,
			subnetId: rest.Ec2InstanceAttributes?.Ec2SubnetId ?? null,
			zone: rest.Ec2InstanceAttributes?.Ec2AvailabilityZone ?? null,
			instanceProfile: rest.Ec2InstanceAttributes?.IamInstanceProfile ?? null,
			serviceRole: rest.ServiceRole,
			autoScalingRole: rest.AutoScalingRole,
			securityConfiguration: rest.SecurityConfiguration,
		},
	}
}

const group = z.object({
	Id: z.string().default(''),
	Name: text,
	InstanceGroupType: text,
	Market: text,
	InstanceType: text,
	RequestedInstanceCount: number,
	RunningInstanceCount: number,
	Status: z.object({
		State: z.string(),
		StateChangeReason: z.object({ Message: text }).optional(),
	}),
})

/** The answer to ListInstanceGroups; null when it cannot be read. */
export function readGroups(value: unknown): StoredGroup[] | null {
	const read = z.object({ InstanceGroups: list(group) }).safeParse(value)
	if (!read.success) return null
	return read.data.InstanceGroups.map(({ Status, ...rest }) => ({
		groupId: rest.Id,
		name: rest.Name,
		type: rest.InstanceGroupType,
		market: rest.Market,
		instanceType: rest.InstanceType,
		requested: rest.RequestedInstanceCount,
		running: rest.RunningInstanceCount,
		state: Status.State,
		message: Status.StateChangeReason?.Message || null,
	}))
}

const step = z.object({
	Name: z.string().default(''),
	ActionOnFailure: text,
	Status: z.object({
		State: z.string(),
		FailureDetails: z.object({ Reason: text, Message: text, LogFile: text }).optional(),
		Timeline: timeline.optional(),
	}),
})

/** The answer to DescribeStep; null when it has no state. */
export function readStep(value: unknown): StoredStep | null {
	const read = z.object({ Step: step }).safeParse(value)
	if (!read.success) return null
	const { Name, ActionOnFailure, Status } = read.data.Step
	const { CreationDateTime = null, StartDateTime = null, EndDateTime = null } = Status.Timeline ?? {}
	const { FailureDetails } = Status
	return {
		name: Name,
		state: Status.State,
		actionOnFailure: ActionOnFailure,
		timeline: { createdAt: CreationDateTime, startedAt: StartDateTime, endedAt: EndDateTime },
		failure: FailureDetails
			? { reason: FailureDetails.Reason, message: FailureDetails.Message, logFile: FailureDetails.LogFile }
			: null,
	}
}
