import { describe, expect, it } from 'vitest'
import { consoleSettings } from './console.ts'
import { SettingsError } from './environment.ts'
import { serviceSettings, storeSettings } from './service.ts'

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const role = (name: string) => [`arn:aws:iam::111122223333:role/sluice-console-${name}`]
const saml = {
	SLUICE_IDP_ISSUER: 'https://okta.example/app',
	SLUICE_IDP_CERTIFICATES: PEM,
	SLUICE_ACS_URL: 'https://console.example/sign-in/acs',
	SLUICE_CONSOLE_ORIGIN: 'https://console.example',
}
const job = {
	jar: 'command-runner.jar',
	args: ['${token}', '${sourceId}', '${from}', '${to}', '${archive}', '${bucket}'],
	honoursClaim: true,
}
const service = {
	...saml,
	SLUICE_SERVICE_PORT: '3005',
	SLUICE_GATE_SECRETS: 'a'.repeat(32),
	AWS_REGION: 'us-west-2',
	SLUICE_CUSTOMER_PRINCIPALS: 'arn:aws:iam::111122223333:role/sluice-access',
	SLUICE_ARCHIVE_ROLE_ARN: 'arn:aws:iam::111122223333:role/sluice-archive-reader',
	SLUICE_REPLAY_JOB: JSON.stringify(job),
	SLUICE_ROLE_ARNS: JSON.stringify({
		admin: role('admin'),
		engineer: role('engineer'),
		auditor: role('auditor'),
		support: role('support'),
		viewer: role('viewer'),
	}),
}
const console_ = {
	...saml,
	SLUICE_CONSOLE_SECRETS: 'c'.repeat(32),
	SLUICE_IDP_SSO_URL: 'https://okta.example/sso',
	SLUICE_GATE_URL: 'https://api.example/prod/',
	SLUICE_COGNITO_URL: 'https://cognito-identity.us-west-2.amazonaws.com',
	SLUICE_REGION: 'us-west-2',
	SLUICE_IDENTITY_POOL_ID: 'us-west-2:00000000-0000-4000-8000-000000000000',
	SLUICE_SAML_PROVIDER_ARN: 'arn:aws:iam::111122223333:saml-provider/okta',
	SLUICE_ENVIRONMENT: 'local',
}

const refusal = (run: () => unknown): string => {
	try {
		run()
	} catch (error) {
		if (error instanceof SettingsError) return error.message
		throw error
	}
	throw new Error('the settings were accepted')
}

describe('service settings', () => {
	it('reads a complete environment', () => {
		const settings = serviceSettings({ ...service, SLUICE_GATE_SECRETS: `${'a'.repeat(32)}, ${'b'.repeat(32)}` })
		expect(settings.port).toBe(3005)
		expect(settings.gateSecrets).toHaveLength(2)
		expect(settings.databaseUrl).toBeNull()
		expect(settings.saml.recipients).toEqual(['https://signin.aws.amazon.com/saml'])
		expect(settings.roleArns.support).toEqual(role('support'))
	})

	it.each([
		['SLUICE_PROCESS', 'api', 'a process that does nothing anybody knows'],
		['SLUICE_PROCESS', 'http,worker', 'both together are called all'],
		['SLUICE_PROCESS', 'http', 'nobody else could work on an embedded database'],
		['SLUICE_PROCESS', 'worker', 'nobody else could order work of an embedded database'],
		['SLUICE_SERVICE_PORT', '80a', 'a port that is no number must not be forgiven'],
		['SLUICE_SERVICE_PORT', '70000', 'beyond the last port'],
		['SLUICE_SERVICE_PORT', '', 'empty counts as absent'],
		['SLUICE_GATE_SECRETS', 'short', 'a short secret can be guessed'],
		['SLUICE_GATE_SECRETS', Array(3).fill('a'.repeat(32)).join(','), 'three values are no rotation'],
		['SLUICE_CONSOLE_ORIGIN', 'https://console.example/x', 'an origin has no path'],
		['SLUICE_CONSOLE_ORIGIN', '*', 'CORS must name one origin'],
		['SLUICE_ROLE_ARNS', '{', 'broken JSON'],
		['SLUICE_ROLE_ARNS', '{"viewer":["arn:aws:iam::111122223333:role/v"]}', 'four roles are missing'],
		['SLUICE_IDP_CERTIFICATES', 'not a certificate', 'no PEM'],
		['SLUICE_IDP_CERTIFICATES', PEM.repeat(3), 'three certificates'],
		['DATABASE_URL', 'mysql://localhost/db', 'another database'],
		['AWS_REGION', 'us-west', 'no region ends like this'],
		['SLUICE_CUSTOMER_PRINCIPALS', 'sluice-access', 'a name alone is no ARN'],
		['SLUICE_CUSTOMER_PRINCIPALS', 'arn:aws:iam::111122223333:role/a,', 'an empty one behind the comma'],
		['SLUICE_REPLAY_JOB', '{"jar":', 'the job is JSON'],
		[
			'SLUICE_REPLAY_JOB',
			JSON.stringify({ ...job, args: job.args.slice(1) }),
			'a step must be recognisable by its token',
		],
		['SLUICE_REPLAY_JOB', JSON.stringify({ ...job, args: [...job.args, '${hour}'] }), 'nothing fills in ${hour}'],
		['SLUICE_REPLAY_JOB', JSON.stringify({ ...job, honoursClaim: 'yes' }), 'a claim is true or false'],
		['SLUICE_REPLAY_LIMIT_DAYS', '0', 'a limit of nothing stops everything'],
		['SLUICE_REPLAY_LIMIT_DAYS', '7.5', 'days are whole'],
		['SLUICE_REPLAY_LIMIT_BYTES', 'much', 'bytes are a number'],
		['SLUICE_ARCHIVE_ROLE_ARN', 'sluice-archive-reader', 'a role is named by its ARN'],
		['SLUICE_S3_PATH_STYLE', 'yes', 'only true and false are understood'],
		['SLUICE_SEGMENT_URL', 'http://api.segment.io', 'the write key would travel in the clear'],
		['SLUICE_SEGMENT_URL', 'http://localhost.example', 'this machine is not that one'],
		['SLUICE_SEGMENT_URL', 'http://localhost:80@segment.example', 'nor is this'],
		['SLUICE_SEGMENT_URL', 'https://api.segment.io/v1', 'the path is not for the operator to say'],
		['SLUICE_SEGMENT_WRITE_KEY', 'abc:123456', 'a colon would end the user name'],
		['SLUICE_DRAIN_SECONDS', '26', 'longer than the gateway waits'],
	])('refuses %s=%j by name and without quoting it: %s', (name, value) => {
		const message = refusal(() => serviceSettings({ ...service, [name]: value }))
		expect(message).toContain(name)
		if (value.length > 8) expect(message).not.toContain(value)
	})

	it('divides the work among processes of one PostgreSQL only; alone a process does everything', () => {
		expect(serviceSettings(service).process).toBe('all')
		expect(serviceSettings({ ...service, SLUICE_PROCESS: '' }).process).toBe('all')
		const DATABASE_URL = 'postgres://sluice@localhost/sluice'
		for (const SLUICE_PROCESS of ['all', 'http', 'worker'])
			expect(serviceSettings({ ...service, DATABASE_URL, SLUICE_PROCESS }).process).toBe(SLUICE_PROCESS)
	})

	it('takes a Segment source whole or not at all', () => {
		const both = { SLUICE_SEGMENT_URL: 'https://api.segment.io', SLUICE_SEGMENT_WRITE_KEY: 'abc123' }
		expect(serviceSettings(service).segment).toBeNull()
		expect(serviceSettings({ ...service, ...both }).segment).toEqual({
			url: 'https://api.segment.io',
			writeKey: 'abc123',
		})
		const here = { ...both, SLUICE_SEGMENT_URL: 'http://localhost:3006' }
		expect(serviceSettings({ ...service, ...here }).segment?.url).toBe('http://localhost:3006')
		for (const name of Object.keys(both)) {
			const message = refusal(() => serviceSettings({ ...service, ...both, [name]: '' }))
			expect(message).toContain(`${name}: must be set together with`)
			expect(message).not.toContain('abc123')
		}
	})

	it('names every faulty variable at once', () => {
		const message = refusal(() => serviceSettings({}))
		for (const name of ['SLUICE_SERVICE_PORT', 'SLUICE_GATE_SECRETS', 'SLUICE_IDP_ISSUER']) {
			expect(message).toContain(`${name}: is not set`)
		}
	})
})

describe('store settings', () => {
	it('need nothing: a data folder here is the default', () => {
		expect(storeSettings({})).toEqual({ databaseUrl: null, dataDir: '.sluice' })
	})

	it('are those of the service, whatever else its environment holds', () => {
		const place = { DATABASE_URL: 'postgres://127.0.0.1/sluice', SLUICE_DATA_DIR: 'elsewhere' }
		const settings = storeSettings({ ...place, SLUICE_SERVICE_PORT: 'none' })
		expect(settings).toEqual({ databaseUrl: 'postgres://127.0.0.1/sluice', dataDir: 'elsewhere' })
		expect(serviceSettings({ ...service, ...place })).toMatchObject(settings)
	})

	it('name a database of another kind without quoting it', () => {
		const message = refusal(() => storeSettings({ DATABASE_URL: 'mysql://root:secret@localhost/db' }))
		expect(message).toContain('DATABASE_URL: must be a postgres:// URL')
		expect(message).not.toContain('secret')
	})
})

describe('console settings', () => {
	it('hands only what is not secret to the page', () => {
		const settings = consoleSettings(console_)
		expect(settings.public.gateUrl).toBe('https://api.example/prod')
		expect(JSON.stringify(settings.public)).not.toContain('c'.repeat(32))
	})

	it.each([
		['SLUICE_ENVIRONMENT', 'prod'],
		['SLUICE_REGION', 'us-west-2.evil.example'],
		['SLUICE_SAML_PROVIDER_ARN', 'okta'],
		['SLUICE_IDENTITY_POOL_ID', 'pool'],
	])('refuses %s=%j by name', (name, value) => {
		expect(refusal(() => consoleSettings({ ...console_, [name]: value }))).toContain(name)
	})
})
