import {
	AddJobFlowStepsCommand,
	AddTagsCommand,
	CancelStepsCommand,
	DescribeClusterCommand,
	DescribeStepCommand,
	EMRClient,
	ListClustersCommand,
	ListInstanceGroupsCommand,
	ListStepsCommand,
} from '@aws-sdk/client-emr'
import type { ClientSettings } from './client-settings.ts'
import { byName, type Commands, type OperationOf, type SendOperation } from './operations.ts'

const COMMANDS: Commands<OperationOf<'emr'>> = {
	'emr:DescribeCluster': DescribeClusterCommand,
	'emr:DescribeStep': DescribeStepCommand,
	'emr:AddJobFlowSteps': AddJobFlowStepsCommand,
	'emr:CancelSteps': CancelStepsCommand,
	'emr:AddTags': AddTagsCommand,
	'emr:ListSteps': ListStepsCommand,
	'emr:ListClusters': ListClustersCommand,
	'emr:ListInstanceGroups': ListInstanceGroupsCommand,
}

export const openEmr = (settings: ClientSettings): SendOperation<OperationOf<'emr'>> =>
	byName(new EMRClient(settings), COMMANDS)
