import type { Resource } from './infra-module.ts'

/** Kinds of things at rest, and where each names its key. */
const KEYED: Record<string, (string | number)[]> = {
	aws_cloudwatch_log_group: ['kms_key_id'],
	aws_db_instance: ['kms_key_id'],
	aws_secretsmanager_secret: ['kms_key_id'],
	aws_s3_bucket_server_side_encryption_configuration: [
		'rule',
		0,
		'apply_server_side_encryption_by_default',
		0,
		'kms_master_key_id',
	],
}

/** What must be in place before the API is frozen into a deployment. */
const BEFORE_DEPLOYMENT = [
	'aws_api_gateway_rest_api_policy.this',
	'aws_api_gateway_integration.any',
	'aws_api_gateway_integration_response.options',
	'aws_api_gateway_gateway_response.this',
].map((name) => `module.gateway.${name}`)

/**
 * Where a root joins its modules wrongly: a stage with the backend, the secret or the network of another, something at
 * rest under no key of the stack, a deployment before its policy, tasks for different processors. Takes every resource of a root that was applied with
 * mocks, in which each link and group has an id of its own. One line for each; empty when all is well.
 */
export function stackFaults(resources: Resource[]): string[] {
	const stages = resources.flatMap(
		({ address }) => /^module\.gateway\.aws_api_gateway_stage\.this\["(\w+)"\]$/.exec(address)?.[1] ?? [],
	)
	if (stages.length === 0) return ['the root has no stage']
	return [
		...stages.flatMap((stage) => stageFaults(resources, stage)),
		...keyFaults(resources),
		...order(resources),
		...processors(resources),
	]
}

function stageFaults(resources: Resource[], stage: string): string[] {
	/** A module is used once, or once for each stage. */
	const at = (module: string, name: string, ...path: (string | number)[]) =>
		read(
			resources.find(({ address }) =>
				[`module.${module}["${stage}"].${name}`, `module.${module}.${name}`].includes(address),
			)?.values,
			path,
		)
	const gate = (variable: string) => at('gateway', `aws_api_gateway_stage.this["${stage}"]`, 'variables', variable)
	const group = at('edge', 'aws_vpc_security_group_ingress_rule.service_from_application', 'security_group_id')
	const groupOf = (process: string) =>
		at('service', `aws_ecs_service.this["${process}"]`, 'network_configuration', 0, 'security_groups', 0)
	const secrets = at('service', 'aws_secretsmanager_secret_version.gate', 'secret_string')
	const pairs: [string, unknown, unknown][] = [
		['the VPC link', gate('vpcLink'), at('edge', 'aws_api_gateway_vpc_link.this', 'id')],
		['the gate secret', gate('gateSecret'), typeof secrets === 'string' ? secrets.split(',')[0] : undefined],
		['the group that the load balancer reaches', group, groupOf('http')],
		['the group of the workers', group, groupOf('worker')],
		[
			'the group that the database admits',
			at('database', 'aws_vpc_security_group_ingress_rule.from_service', 'referenced_security_group_id'),
			group,
		],
		[
			'the target group',
			at('service', 'aws_ecs_service.this["http"]', 'load_balancer', 0, 'target_group_arn'),
			at('edge', 'aws_lb_target_group.service', 'arn'),
		],
	]
	return pairs
		.filter(([, one, other]) => one === undefined || one !== other)
		.map(([what, one, other]) => `${stage}: ${what}: ${one} is not ${other}`)
}

/** A root without a key of its own leaves things under those of AWS. */
function keyFaults(resources: Resource[]): string[] {
	const key = resources.find(({ address }) => address === 'aws_kms_key.this')
	if (key === undefined) return []
	return resources
		.filter(({ type, values }) => KEYED[type] !== undefined && read(values, KEYED[type]) !== key.values.arn)
		.map(({ address }) => `${address} does not lie under the key of the stack`)
}

function order(resources: Resource[]): string[] {
	const deployment = resources.find(({ type }) => type === 'aws_api_gateway_deployment')
	return BEFORE_DEPLOYMENT.filter((name) => !deployment?.depends_on.includes(name)).map(
		(name) => `the deployment does not wait for ${name}`,
	)
}

/** Console and service are built for the one processor that the root names. */
function processors(resources: Resource[]): string[] {
	const named = resources
		.filter(({ type }) => type === 'aws_ecs_task_definition')
		.map(({ values }) => read(values, ['runtime_platform', 0, 'cpu_architecture']))
	const different = [...new Set(named)]
	return different.length > 1 ? [`tasks are for different processors: ${different.join(', ')}`] : []
}

const read = (value: unknown, path: (string | number)[]): unknown =>
	path.reduce<unknown>(
		(found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
		value,
	)
