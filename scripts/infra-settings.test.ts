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
	it('is what the settings read', () => {
		expect(settingsFaults(outputs('cli_settings', environment))).toEqual([])
		expect(settingsFaults(outputs('beta_cli_settings', environment))).toEqual([])
	})

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
		expect(settingsFaults(outputs(name, environment, secrets)).join('\n')).toMatch(fault)
	})

	it('may hold other outputs', () => expect(settingsFaults({ okta: { value: 'x' } })).toEqual([]))
})
