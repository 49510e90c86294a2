import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { openStore } from './store.ts'
import { createPostgresDatabase, hasPostgres } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function database(): Promise<string> {
	const { url, drop } = await createPostgresDatabase()
	cleanUps.push(drop)
	return url
}

async function open(databaseUrl: string) {
	const store = await openStore({ databaseUrl, dataDir: '' })
	cleanUps.push(() => store.close())
	return store
}

/** A relay to the server whose connections can fall silent, as on a route that drops packets. */
async function relayTo(server: string) {
	const url = new URL(server)
	const sockets = new Set<Socket>()
	const relay = createServer((near) => {
		const far = connect(Number(url.port), url.hostname)
		for (const socket of [near, far]) {
			sockets.add(socket)
			socket.on('error', () => {})
			socket.on('close', () => {
				near.destroy()
				far.destroy()
			})
		}
		near.pipe(far).pipe(near)
	}).listen(0, '127.0.0.1')
	await once(relay, 'listening')
	cleanUps.push(() => relay.close())
	const address = relay.address()
	if (address === null || typeof address === 'string') throw new Error('the relay has no port')
	const through = new URL(url)
	through.port = String(address.port)
	return {
		url: through,
		silence() {
			for (const socket of sockets) socket.unpipe().resume()
		},
	}
}

describe.runIf(hasPostgres)('a PostgreSQL server', () => {
	it('that falls silent costs the query that waits for it, not the queries after', async () => {
		const relay = await relayTo(await database())
		relay.url.searchParams.set('query_timeout', '300')
		const store = await open(relay.url.href)
		const ask = () => sql`select 1`.execute(store.db)
		await ask()
		relay.silence()
		await expect(ask()).rejects.toThrow('Query read timeout')
		await ask()
	})

	it('that closes a connection while it is idle does not end the process; the next query gets a new one', async () => {
		const url = await database()
		const store = await open(url)
		const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(store.db)
		const other = await open(url)
		await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.db)
		const ask = () =>
			sql`select 1`.execute(store.db).then(
				() => 'answered',
				() => 'refused',
			)
		await expect.poll(ask).toBe('answered')
	})

	it('that is not there is an error at once', async () => {
		const nowhere = openStore({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none', dataDir: '' })
		await expect(nowhere).rejects.toThrow('ECONNREFUSED')
	})

	it('whose database stores text in another encoding is refused in one line', async () => {
		const url = new URL(await database())
		const store = await open(url.href)
		const name = `${url.pathname.slice(1)}_latin`
		await sql`create database ${sql.id(name)} encoding 'LATIN1' locale 'C' template template0`.execute(store.db)
		cleanUps.push(() => sql`drop database ${sql.id(name)}`.execute(store.db))
		url.pathname = name
		await expect(openStore({ databaseUrl: url.href, dataDir: '' })).rejects.toThrow(/stores text as LATIN1\. Create/)
	})
})
