const SHIPPED =
	/^(?:s3:\w+|athena:\w+|iam:PassRole|elasticmapreduce:(?:AddJobFlowSteps|CancelSteps|DescribeCluster|DescribeStep|RunJobFlow|TerminateJobFlows|AddTags)|glue:(?:CreateDatabase|(?:Create|Get|Update|Delete|BatchDelete)Table|GetTables|(?:Get|Delete|BatchDelete)TableVersion|GetTableVersions|(?:Create|BatchCreate|Get|BatchGet|Update|Delete|BatchDelete)Partition|GetPartitions))$/

/** Does the role policy that comes with the product allow this action? (segmentio/terraform-segment-data-lakes, module iam) */
export const isShipped = (action: string): boolean => SHIPPED.test(action)
