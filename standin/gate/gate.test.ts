import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createClock } from '../world/clock.ts'
import { createKeyring } from '../world/keyring.ts'
import { createGate } from './gate.ts'
import { bytes, draft, sign } from './trial-request.ts'
import {
	ACCOUNT,
	CONSOLE,
	knock,
	listen,
	REGION,
	ROLES,
	roleSession,
	START,
	startTrial,
	type Trial,
} from './trial-world.ts'

let trial: Trial
beforeAll(async () => {
	trial = await startTrial()
})
afterAll(() => trial.stop())

const post = draft('POST', '/prod/v1/session', [], 'a body of some length')

it('drops a caller who hangs up inside a request, without a line and without harm to the next', async () => {
	const caller = trial.issue('sluice-console-support')
	const whole = bytes(sign(post, caller))
	await new Promise<void>((resolve) => {
		const socket = connect(trial.port, '127.0.0.1', () => socket.write(whole.slice(0, -5), () => socket.destroy()))
		socket.on('close', () => resolve())
	})
	expect((await knock(trial.port, whole)).status).toBe(200)
	expect(trial.prod.arrivals).toHaveLength(1)
	expect(trial.log).toHaveLength(1)
})

it('answers two requests of one connection in order', async () => {
	const caller = trial.issue('sluice-console-support')
	const first = bytes(sign(post, caller)).replace('Connection: close\r\n', '')
	const { body } = await knock(trial.port, first + bytes(draft('GET', '/prod/v1/me')))
	expect(body).toMatch(/^\{"ok":true\}HTTP\/1\.1 403/)
})

it('answers 500 in the words of the gateway when it breaks inside', async () => {
	const noise = vi.spyOn(console, 'error').mockImplementation(() => undefined)
	const clock = createClock(() => START)
	const caller = createKeyring(clock).issue(roleSession('sluice-console-admin', true), 60)
	const broken = {
		issue: () => caller,
		keep: () => undefined,
		find: () => {
			throw new Error('planted')
		},
	}
	const log: string[] = []
	const { server } = createGate({
		apiId: 'standin0',
		region: REGION,
		accountId: ACCOUNT,
		clock,
		keyring: broken,
		roles: ROLES,
		consoleOrigin: CONSOLE,
		stages: { prod: { backend: 'http://127.0.0.1:1', variables: {} } },
		accessLog: (line) => log.push(line),
	})
	const reply = await knock(await listen(server), bytes(sign(draft('GET', '/prod/v1/me'), caller)))
	server.close()
	expect([reply.status, JSON.parse(reply.body)]).toEqual([500, { message: 'Internal server error' }])
	expect(JSON.parse(log[0] ?? '')).toMatchObject({ status: '500' })
	expect(noise).toHaveBeenCalledTimes(1)
	noise.mockRestore()
})
