import { describe, expect, it } from 'vitest'
import type { Resource } from './infra-module.ts'
import { stackFaults } from './infra-stack.ts'

const resource = (address: string, values: Record<string, unknown>, depends_on: string[] = []): Resource => ({
	address,
	type: /(aws_\w+)\.\w+(\[[^\]]*\])?$/.exec(address)?.[1] ?? '',
	values,
	depends_on,
})

const BEFORE = [
	'module.gateway.aws_api_gateway_rest_api_policy.this',
	'module.gateway.aws_api_gateway_integration.any',
	'module.gateway.aws_api_gateway_integration_response.options',
	'module.gateway.aws_api_gateway_gateway_response.this',
]

/** A stage whose ids all begin with its name, and whose modules have `key` behind their names. */
function stage(name: string, key: string): Resource[] {
	const network = { network_configuration: [{ security_groups: [`${name}-group`] }] }
	return [
		resource(`module.gateway.aws_api_gateway_stage.this["${name}"]`, {
			variables: { vpcLink: `${name}-link`, gateSecret: `${name}-secret` },
		}),
		resource(`module.edge${key}.aws_api_gateway_vpc_link.this`, { id: `${name}-link` }),
		resource(`module.edge${key}.aws_lb_target_group.service`, { arn: `${name}-target` }),
		resource(`module.edge${key}.aws_vpc_security_group_ingress_rule.service_from_application`, {
			security_group_id: `${name}-group`,
		}),
		resource(`module.service${key}.aws_secretsmanager_secret_version.gate`, { secret_string: `${name}-secret,next` }),
		resource(`module.service${key}.aws_ecs_service.this["http"]`, {
			...network,
			load_balancer: [{ target_group_arn: `${name}-target` }],
		}),
		resource(`module.service${key}.aws_ecs_service.this["worker"]`, network),
		resource(`module.database${key}.aws_vpc_security_group_ingress_rule.from_service`, {
			referenced_security_group_id: `${name}-group`,
		}),
	]
}

const key = { arn: 'key' }
const twoStages = () => [
	...stage('prod', '["prod"]'),
	...stage('beta', '["beta"]'),
	resource('module.gateway.aws_api_gateway_deployment.this', {}, BEFORE),
	resource('aws_kms_key.this', key),
	resource('module.audit.aws_cloudwatch_log_group.heads', { kms_key_id: 'key' }),
	resource('module.audit.aws_s3_bucket_server_side_encryption_configuration.this', {
		rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: 'key' }] }],
	}),
]

describe('a root', () => {
	it('may have a backend for each stage', () => expect(stackFaults(twoStages())).toEqual([]))

	it('may have one stage and no key', () =>
		expect(
			stackFaults([
				...stage('prod', ''),
				resource('module.gateway.aws_api_gateway_deployment.this', {}, BEFORE),
				resource('module.service.aws_cloudwatch_log_group.this', { kms_key_id: null }),
			]),
		).toEqual([]))

	it.each<[string, string, Record<string, unknown>, RegExp]>([
		[
			'beta goes through the link of prod',
			'module.gateway.aws_api_gateway_stage.this["beta"]',
			{ variables: { vpcLink: 'prod-link', gateSecret: 'beta-secret' } },
			/^beta: the VPC link: prod-link is not beta-link$/,
		],
		[
			'the service of beta takes the secret of prod',
			'module.service["beta"].aws_secretsmanager_secret_version.gate',
			{ secret_string: 'prod-secret,beta-secret' },
			/^beta: the gate secret/,
		],
		[
			'the load balancer of beta reaches the tasks of prod',
			'module.edge["beta"].aws_vpc_security_group_ingress_rule.service_from_application',
			{ security_group_id: 'prod-group' },
			/^beta: the group that the load balancer reaches/,
		],
		[
			'workers of beta are in the network of prod',
			'module.service["beta"].aws_ecs_service.this["worker"]',
			{ network_configuration: [{ security_groups: ['prod-group'] }] },
			/^beta: the group of the workers/,
		],
		[
			'the database of prod admits beta',
			'module.database["prod"].aws_vpc_security_group_ingress_rule.from_service',
			{ referenced_security_group_id: 'beta-group' },
			/^prod: the group that the database admits/,
		],
		[
			'tasks of beta answer behind prod',
			'module.edge["beta"].aws_lb_target_group.service',
			{ arn: 'other' },
			/^beta: the target group/,
		],
		['a part is gone', 'module.edge["beta"].aws_api_gateway_vpc_link.this', {}, /^beta: the VPC link/],
		[
			'a log is under no key',
			'module.audit.aws_cloudwatch_log_group.heads',
			{ kms_key_id: null },
			/heads does not lie/,
		],
		[
			'a bucket is under no key',
			'module.audit.aws_s3_bucket_server_side_encryption_configuration.this',
			{ rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: null }] }] },
			/does not lie under the key/,
		],
	])('is found wanting when %s', (_why, address, values, fault) => {
		const broken = twoStages().map((one) => (one.address === address ? { ...one, values } : one))
		expect(stackFaults(broken).join('\n')).toMatch(fault)
	})

	it.each(BEFORE)('is found wanting when its deployment does not wait for %s', (name) => {
		const rest = BEFORE.filter((one) => one !== name)
		const broken = twoStages().map((one) => (one.depends_on.length > 0 ? { ...one, depends_on: rest } : one))
		expect(stackFaults(broken)).toEqual([`the deployment does not wait for ${name}`])
	})

	it('is found wanting when its tasks are for different processors', () => {
		const task = (name: string, cpu_architecture: string) =>
			resource(`module.${name}.aws_ecs_task_definition.this`, { runtime_platform: [{ cpu_architecture }] })
		const tasks = [task('service', 'ARM64'), task('console', 'X86_64')]
		expect(stackFaults([...twoStages(), ...tasks])).toEqual(['tasks are for different processors: ARM64, X86_64'])
	})

	it('is found wanting without a stage', () => expect(stackFaults([])).toEqual(['the root has no stage']))
})
