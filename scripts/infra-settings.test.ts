import { describe, expect, it } from 'vitest'
import { settingsFaults } from './infra-settings.ts'

const environment = {
	SLUICE_API_URL: 'https://abcdefghij.execute-api.us-west-2.amazonaws.com/prod',
	SLUICE_CONSOLE_URL: 'https://console.sluice.example',
	SLUICE_REGION: 'us-west-2',
}
const outputs = (name: string, environment: object, secrets: object = {}) => ({
	[name]: { value: { environment, secrets } },
})

describe('what a root prints', () => {
	/** The faults of one output; the others that a root must have are absent here. */
	const faultsOf = (name: string, environment: object, secrets: object = {}) =>
		settingsFaults(outputs(name, environment, secrets)).filter((fault) => fault.startsWith(`${name}:`))

	it('is what the settings read', () => {
		expect(faultsOf('cli_settings', environment)).toEqual([])
		expect(faultsOf('beta_cli_settings', environment)).toEqual([])
	})

	it('is complete', () =>
		expect(settingsFaults({ okta: { value: 'x' } }).map((fault) => fault.split(':')[0])).toEqual([
			'console_settings',
			'service_settings',
			'worker_settings',
			'cli_settings',
		]))

	it.each([
		[
			'a setting is missing',
			'cli_settings',
			{ ...environment, SLUICE_REGION: '' },
			{},
			/cli_settings: .*SLUICE_REGION/s,
		],
		[
			'a setting is unusable',
			'beta_cli_settings',
			{ ...environment, SLUICE_API_URL: 'http://api.example' },
			{},
			/begin with https/,
		],
		[
			'nobody reads it',
			'cli_settings',
			{ ...environment, SLUICE_CONSOLE_ORIGIN: 'https://x.example' },
			{},
			/nobody reads SLUICE_CONSOLE_ORIGIN/,
		],
		[
			'nobody reads the secret',
			'cli_settings',
			environment,
			{ SLUICE_GATE_SECRET: 'arn' },
			/nobody reads SLUICE_GATE_SECRET/,
		],
		[
			'the service would not start',
			'service_settings',
			{},
			{ DATABASE_URL: 'arn' },
			/service_settings: .*SLUICE_ROLE_ARNS/s,
		],
		[
			'a worker is told to do something else',
			'worker_settings',
			{ SLUICE_PROCESS: 'work' },
			{ DATABASE_URL: 'arn' },
			/worker_settings: .*SLUICE_PROCESS: must be all, http or worker/s,
		],
		['the console would not start', 'console_settings', {}, {}, /console_settings: .*SLUICE_GATE_URL/s],
	])('is found wanting when %s', (_why, name, environment, secrets, fault) => {
		expect(faultsOf(name, environment, secrets).join('\n')).toMatch(fault)
	})

	it.each([
		['is empty', 'cli_settings', {}, /cli_settings: The settings of cli have another shape/],
		['is of nobody', 'gate_settings', { environment: {}, secrets: {} }, /gate_settings: nobody reads these/],
	])('is found wanting when an output %s', (_why, name, value, fault) => {
		expect(settingsFaults({ [name]: { value } }).join('\n')).toMatch(fault)
	})
})
