import { spawnSync } from 'node:child_process'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { deployedSettings, environmentFile } from './infra-env.ts'

const ARN = 'arn:aws:secretsmanager:us-west-2:111122223333:secret:sluice/database-url-AbCdEf'
const environment = {
	SLUICE_SERVICE_PORT: '3005',
	SLUICE_IDP_CERTIFICATES:
		'-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----',
	SLUICE_REPLAY_JOB: '{"args":["${token}","$HOME `id` \\n # no comment"]}',
	SLUICE_EMPTY: '',
}
const printed = {
	service_settings: {
		sensitive: false,
		type: ['object', {}],
		value: { environment, secrets: { DATABASE_URL: `${ARN}:::0a-1b` } },
	},
	beta_service_settings: { value: { environment: { A: 'b' }, secrets: {} } },
	customer_principals: { value: ['arn:aws:iam::111122223333:role/x'] },
	odd_settings: { value: { environment: { A: 1 } } },
}

describe('the environment file of a stack', () => {
	const file = environmentFile(deployedSettings(printed, 'service'))

	it('gives Node back every value as it was', () => expect(parseEnv(file)).toEqual(environment))

	it('gives a shell back every value as it was', () => {
		const names = Object.keys(environment)
		const print = names.map((name) => `printf '%s\\0' "$${name}"`).join('\n')
		const { stdout } = spawnSync('sh', [], { input: `set -a\n${file}${print}\n`, encoding: 'utf8' })
		expect(stdout.split('\0').slice(0, -1)).toEqual(Object.values(environment))
	})

	it('says where a secret lies and in which version, and never sets it', () => {
		expect(file).toContain(`# DATABASE_URL: aws secretsmanager get-secret-value --secret-id ${ARN} --version-id 0a-1b `)
		expect(file).not.toMatch(/^DATABASE_URL=/m)
	})

	it('names a secret without a version, and one with a key', () => {
		const file = environmentFile({ environment: {}, secrets: { A: ARN, B: `${ARN}:key::` } })
		expect(file.split('\n').slice(0, 2)).toEqual(
			['A', 'B'].map(
				(name) =>
					`# ${name}: aws secretsmanager get-secret-value --secret-id ${ARN} --query SecretString --output text`,
			),
		)
	})

	it('is refused for a value that would end its quotes', () => {
		expect(() => environmentFile({ environment: { A: "x'\nB=y" }, secrets: {} })).toThrow(/A holds a single quote/)
	})
})

describe('the outputs of a root', () => {
	it('hold several settings, by the name without its ending', () => {
		expect(deployedSettings(printed, 'beta-service').environment).toEqual({ A: 'b' })
	})

	it.each([
		['console', printed, 'There are no settings of console. There are: service, beta-service, odd.'],
		['odd', printed, 'The settings of odd have another shape.'],
		['service', [], 'This is not what terraform output -json prints.'],
		['service', {}, 'There are no settings of service. There are: none.'],
	])('are refused without %s', (name, outputs, message) =>
		expect(() => deployedSettings(outputs, name)).toThrow(message),
	)
})

describe('the command', () => {
	const run = (args: string[], input: string) =>
		spawnSync(process.execPath, ['scripts/infra-env.ts', ...args], { input, encoding: 'utf8' })

	it('prints the file', () => {
		const { status, stdout } = run(['service'], JSON.stringify(printed))
		expect(status).toBe(0)
		expect(parseEnv(stdout)).toEqual(environment)
	})

	it.each([
		['nobody’s settings', [], '{}', /Say whose settings/],
		['something else than JSON', ['service'], 'Warning: No outputs found', /not what terraform output -json prints/],
	])('ends with 2 and one line for %s', (_why, args, input, message) => {
		const { status, stdout, stderr } = run(args, input)
		expect([status, stdout]).toEqual([2, ''])
		expect(stderr).toMatch(message)
		expect(stderr.trim().split('\n')).toHaveLength(1)
	})
})
