import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { startTrialSegment } from './segment.fixture.ts'
import { createSegment } from './segment.ts'

const closers: (() => void)[] = []
afterEach(() => {
	for (const close of closers.splice(0)) close()
})

async function trial() {
	const segment = await startTrialSegment()
	closers.push(segment.close)
	return segment
}

/** A receiver that answers as `listener` does. */
async function answering(listener: RequestListener) {
	const server = createServer(listener).listen(0, '127.0.0.1')
	await once(server, 'listening')
	closers.push(() => {
		server.close()
		server.closeAllConnections()
	})
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, writeKey: 'k' }
}

const event = (messageId: string) => JSON.stringify({ event: 'sources.get', userId: 'sam@sluice.example', messageId })

describe('a call to Segment', () => {
	it('is delivered when Segment says so', async () => {
		const { settings, received } = await trial()
		expect(await createSegment(settings)(event('m-1'))).toEqual({ outcome: 'delivered' })
		expect(received.show().ids).toEqual({ 'm-1': 1 })
	})

	it.each<[string, number, string]>([
		['refused', 400, 'malformed or too large'],
		['refused', 413, 'too large for something on the way'],
		['refused', 422, 'not to be processed'],
		['later', 301, 'a redirect delivers nothing, whatever is found there'],
		['later', 302, 'the same'],
		['later', 307, 'the same, and it would be followed with the body'],
		['later', 308, 'the same'],
		['later', 401, 'the key is wrong, not the event'],
		['later', 403, 'the same'],
		['later', 404, 'the address is wrong'],
		['later', 408, 'the moment'],
		['later', 410, 'the address'],
		['later', 429, 'the moment'],
		['later', 460, 'a load balancer whose client went away'],
		['later', 500, 'the receiver'],
		['later', 501, 'the receiver'],
		['later', 503, 'the receiver'],
		['later', 511, 'the network in between'],
	])('is %s at status %i: %s', async (outcome, failStatus) => {
		const { settings, received, turn } = await trial()
		turn({ failRate: 1, failStatus })
		expect(await createSegment(settings)(event('m-1'))).toEqual({ outcome, reason: `status ${failStatus}`, waitMs: 0 })
		expect(received.show().messages).toBe(0)
	})

	it.each([
		['3', 3_000],
		['0', 0],
		['86400', 300_000],
		['-1', 0],
		['Wed, 21 Oct 2026 07:28:00 GMT', 0],
		['1e3', 0],
	])('stays away as long as Retry-After %j asks, within reason', async (value, waitMs) => {
		const settings = await answering((_, response) => response.writeHead(429, { 'retry-after': value }).end())
		expect(await createSegment(settings)(event('m'))).toEqual({ outcome: 'later', reason: 'status 429', waitMs })
	})

	it('is later when nobody listens, the connection breaks or its answer stops half-way', async () => {
		const gone = await trial()
		gone.close()
		expect(await createSegment(gone.settings)(event('m'))).toMatchObject({ reason: 'network ECONNREFUSED' })
		const down = await trial()
		down.turn({ down: true })
		expect(await createSegment(down.settings)(event('m'))).toMatchObject({ outcome: 'later', reason: /^network/ })
		const half = await answering((_, response) => {
			response.writeHead(200, { 'content-length': '100' }).write('{')
			setImmediate(() => response.destroy())
		})
		expect(await createSegment(half)(event('m'))).toMatchObject({ outcome: 'later', reason: /^network/ })
	})

	it('listens no longer than an answer may be', async () => {
		let written = 0
		const endless = await answering((_, response) => {
			response.writeHead(500)
			const more = () => {
				while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384
			}
			response.on('drain', more)
			more()
		})
		expect(await createSegment(endless)(event('m'))).toMatchObject({ outcome: 'later', reason: 'status 500' })
		expect(written).toBeLessThan(50_000_000)
	})

	it('shows the write key in the header alone, and names no host in its reasons', async () => {
		const seen: unknown[] = []
		const settings = await answering((request, response) => {
			seen.push(request.url, request.headers.authorization)
			response.writeHead(401).end()
		})
		const sent = await createSegment(settings)(event('m'))
		expect(seen).toEqual(['/v1/track', `Basic ${btoa('k:')}`])
		expect(JSON.stringify(sent)).not.toContain('127.0.0.1')
	})

	it('uses one connection again for one call after the other', async () => {
		const ports = new Set<number | undefined>()
		const settings = await answering((request, response) => {
			ports.add(request.socket.remotePort)
			response.end('{"success":true}')
		})
		const send = createSegment(settings)
		for (let n = 0; n < 20; n++) await send(event('m'))
		// A call may come before the connection of the last one is free again.
		expect(ports.size).toBeLessThan(4)
	})
})
