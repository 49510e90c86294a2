import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { type Call, credentialsOf, handSigned, rawCall, send } from './hand-signed.ts'

const me: Call = { method: 'GET', path: '/v1/me', body: null }
const search: Call = { method: 'GET', path: '/v1/sources?q=harbor', body: null }
const write: Call = {
	method: 'PUT',
	path: '/v1/sources/harbor-web',
	body: JSON.stringify({ settings: {}, baseVersion: 1, ticket: 'LAKE-1' }),
}
const minutes = (count: number) => new Date(Date.now() + count * 60_000)

test.describe('calls that were not made by the product', () => {
	test('a listed role with its own credentials is let in', async ({ stack }) => {
		const credentials = await credentialsOf(stack, 'sluice-cli-support', 'support@sluice.example')
		const answer = await handSigned(stack, credentials, me)
		expect(answer.status, answer.text).toBe(200)
		expect(JSON.parse(answer.text)).toMatchObject({ person: 'support@sluice.example', role: 'support', via: 'cli' })
	})

	test('unsigned is refused by the gate', async ({ stack }) => {
		const answer = await send(`${stack.urls.gate}/prod/v1/me`, {})
		expect(answer).toMatchObject({ status: 403, errorType: 'MissingAuthenticationTokenException' })
	})

	const altered: [string, Call, Call][] = [
		['body', write, { ...write, body: `${write.body} ` }],
		['path', me, search],
		['query', search, { ...search, path: '/v1/sources?q=fjord' }],
		['method', me, { ...me, method: 'DELETE' }],
	]
	for (const [what, signed, sent] of altered) {
		test(`a ${what} altered after signing is refused by the gate`, async ({ stack }) => {
			const credentials = await credentialsOf(stack, 'sluice-cli-admin', 'admin@sluice.example')
			const answer = await handSigned(stack, credentials, signed, { sent })
			expect(answer).toMatchObject({ status: 403, errorType: 'InvalidSignatureException' })
		})
	}

	test('a wrong secret is refused by the gate', async ({ stack }) => {
		const credentials = await credentialsOf(stack, 'sluice-cli-support', 'support@sluice.example')
		const answer = await handSigned(stack, { ...credentials, secretAccessKey: 'x'.repeat(40) }, me)
		expect(answer).toMatchObject({ status: 403, errorType: 'InvalidSignatureException' })
	})

	for (const off of [-6, 6]) {
		test(`a signature ${off} minutes off is refused by the gate`, async ({ stack }) => {
			const credentials = await credentialsOf(stack, 'sluice-cli-support', 'support@sluice.example')
			const answer = await handSigned(stack, credentials, me, { at: minutes(off) })
			expect(answer).toMatchObject({ status: 403, errorType: 'InvalidSignatureException' })
			expect(answer.text).toContain(off < 0 ? 'Signature expired' : 'Signature not yet current')
		})
	}

	test('an administrator of the account whom the policy does not list is refused by the gate', async ({ stack }) => {
		const credentials = await credentialsOf(stack, 'breakglass-admin', 'root@sluice.example')
		const answer = await handSigned(stack, credentials, me)
		expect(answer).toMatchObject({ status: 403, errorType: 'AccessDeniedException' })
		expect(answer.text).toContain('explicit deny')
	})

	test('expired credentials are refused by the gate', async ({ stack }) => {
		const credentials = await credentialsOf(stack, 'sluice-cli-support', 'support@sluice.example', 900)
		await stack.world('clock', { advanceSeconds: 901 })
		const answer = await handSigned(stack, credentials, me, { at: minutes(901 / 60) })
		expect(answer).toMatchObject({ status: 403, errorType: 'ExpiredTokenException' })
	})

	test('a viewer who writes is refused by the gate', async ({ stack }) => {
		const credentials = await credentialsOf(stack, 'sluice-cli-viewer', 'viewer@sluice.example')
		const answer = await handSigned(stack, credentials, write)
		expect(answer.status).toBe(403)
		expect(answer.errorType).toBe('AccessDeniedException')
	})

	test('every refusal has a request id and a line in the access log', async ({ stack }) => {
		const answer = await send(`${stack.urls.gate}/prod/v1/me`, {})
		expect(answer.requestId).toMatch(/=$/)
		await expect.poll(() => stack.logs()).toContain(answer.requestId)
	})
})

test.describe('calls past the gate', () => {
	const secretOf = ({ dataDir }: { dataDir: string }) =>
		(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { gateProd: string }).gateProd
	const arn = (role: string) => `arn:aws:sts::111122223333:assumed-role/sluice-cli-${role}/${role}@sluice.example`
	const forged = [
		'GET /v1/me HTTP/1.1',
		'Host: localhost',
		'Connection: close',
		`X-Sluice-User-Arn: ${arn('viewer')}`,
		'X-Sluice-Account-Id: 111122223333',
		'X-Sluice-Request-Id: 00000000-0000-4000-8000-000000000000',
		'X-Sluice-Extended-Request-Id: Zm9yZ2Vk=',
		'X-Sluice-Source-Ip: 127.0.0.1',
	]
	/** With the real secret, so that nothing but the shape of the headers can be the reason. */
	const shapes: [string, string[], number][] = [
		['as the gate would send them', [], 200],
		['with a doubled header', [`X-Sluice-User-Arn: ${arn('admin')}`], 400],
		['with a twin in other case', [`x-sluice-user-arn: ${arn('admin')}`], 400],
		['with an underscore look-alike', [`X_Sluice_User_Arn: ${arn('admin')}`], 400],
		['with a doubled secret', ['X-Sluice-Gate-Secret: other'], 400],
	]
	for (const [shape, lines, status] of shapes) {
		test(`${shape}: ${status}`, async ({ stack }) => {
			const port = Number(new URL(stack.urls.service).port)
			const real = `X-Sluice-Gate-Secret: ${secretOf(stack)}`
			expect(await rawCall(port, [...forged, real, ...lines])).toBe(status)
		})
	}

	for (const [what, lines] of [
		['without the shared secret', []],
		['with a guessed secret', [`X-Sluice-Gate-Secret: ${'g'.repeat(43)}`]],
	] as const) {
		test(`${what}: 403`, async ({ stack }) => {
			expect(await rawCall(Number(new URL(stack.urls.service).port), [...forged, ...lines])).toBe(403)
		})
	}

	for (const name of ['x-sluice-user-arn', 'X-Sluice-User-Arn', 'x_sluice_user_arn']) {
		test(`a signed caller who adds ${name} does not become somebody else`, async ({ stack }) => {
			const credentials = await credentialsOf(stack, 'sluice-cli-viewer', 'viewer@sluice.example')
			const answer = await handSigned(stack, credentials, me, { extra: { [name]: arn('admin') } })
			expect(answer.status, answer.text).toBe(400)
			expect(answer.text).not.toContain('"role":"admin"')
		})
	}
})
