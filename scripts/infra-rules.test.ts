import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/**
 * Every rule of every security group, by module. Terraform's tests look at the rules that they know; one that is added
 * beside them opens a way all the same, so it must be written here first.
 */
const RULES: Record<string, string[]> = {
	console: [
		'egress console_to_endpoints',
		'egress console_to_s3',
		'egress load_balancer_to_console',
		'ingress console_from_load_balancer',
		'ingress endpoints_from_console',
		'ingress staff',
	],
	database: ['egress service_to_database', 'ingress from_operators', 'ingress from_service'],
	edge: [
		'egress application_to_service',
		'egress network_to_application',
		'ingress application_from_network',
		'ingress service_from_application',
		'ingress service_from_metrics_readers',
	],
	service: ['egress aws'],
}

const texts = globSync('infra/{modules,examples}/**/*.tf').map((path) => ({ path, text: readFileSync(path, 'utf8') }))

it('no module opens a way that is not written down', () => {
	const found = texts.flatMap(({ path, text }) =>
		[...text.matchAll(/^resource "aws_vpc_security_group_(ingress|egress)_rule" "(\w+)"/gm)].map(
			([, way, name]): [string, string] => [path.split('/')[2] ?? '', `${way} ${name}`],
		),
	)
	const byModule = Object.groupBy(found, ([module]) => module)
	expect(
		Object.fromEntries(
			Object.entries(byModule).map(([module, rules]) => [module, rules?.map(([, one]) => one).sort()]),
		),
	).toEqual(RULES)
})

it.each([
	[/^resource "aws_security_group_rule"/m, 'the older resource'],
	[/^\s+(?:dynamic "(?:in|e)gress"|(?:in|e)gress\s*(?:=|\{))/m, 'a block in the group'],
	[/cidr_ipv6|ip_protocol\s*=\s*"-1"/, 'every address of version 6, or every protocol'],
])('no module writes a rule in another form: %s, %s', (form) => {
	expect(texts.filter(({ text }) => form.test(text)).map(({ path }) => path)).toEqual([])
})

it('the service alone has a way to every address: customers are in many regions', () => {
	expect(texts.filter(({ text }) => /0\.0\.0\.0\/0/.test(text)).map(({ path }) => path)).toEqual([
		'infra/modules/service/main.tf',
	])
})
