import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { expect, it } from 'vitest'
import { createEdge } from './edge.ts'
import { createLifecycle } from './lifecycle.ts'
import { exchange, openRaw, wire } from './raw-client.fixture.ts'

/** A server whose requests wait until the test lets them go. */
async function open() {
	const lifecycle = createLifecycle()
	const gate = Promise.withResolvers<void>()
	const arrived = Promise.withResolvers<void>()
	const server = createEdge(
		async (request, fault) => {
			if (fault) return new Response(fault.problem, { status: 503 })
			if (request.url.endsWith('/readyz')) return new Response('', { status: lifecycle.isDraining() ? 503 : 200 })
			arrived.resolve()
			await gate.promise
			return new Response('done')
		},
		{ isClosing: lifecycle.isClosing, log: pino({ level: 'silent' }) },
	)
	lifecycle.watch(server)
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	return { lifecycle, server, gate, arrived, port: (server.address() as AddressInfo).port }
}

it('finishes what is in flight, refuses what comes after it on the same connection, and takes no new one', async () => {
	const { lifecycle, server, gate, arrived, port } = await open()
	const idle = await openRaw(port)
	const busy = await openRaw(port)
	busy.write(wire('GET /v1/me', []))
	await arrived.promise

	const stopped = lifecycle.stop(server, 0)
	await idle.closed()
	await expect(openRaw(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })

	gate.resolve()
	const answer = await busy.answer()
	expect([answer?.status, answer?.body]).toEqual([200, 'done'])
	expect(answer?.headers).toContain('connection: close')
	await busy.closed()
	await stopped
})

it('says it is not ready while it still serves, so that load balancers look away first', async () => {
	const { lifecycle, server, gate, port } = await open()
	gate.resolve()
	expect((await exchange(port, wire('GET /readyz', [])))?.status).toBe(200)
	const stopped = lifecycle.stop(server, 1)
	expect((await exchange(port, wire('GET /readyz', [])))?.status).toBe(503)
	expect((await exchange(port, wire('GET /v1/me', [])))?.status).toBe(200)
	await stopped
	expect(server.listening).toBe(false)
})

it('a second signal does not start a second stop', async () => {
	const { lifecycle, server } = await open()
	const first = lifecycle.stop(server, 0)
	await expect(lifecycle.stop(server, 0)).resolves.toBeUndefined()
	await first
})
