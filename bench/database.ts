import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A new, empty database on the bench's own PostgreSQL server. */
export async function freshDatabase(server: string): Promise<string> {
	const name = `bench_${randomBytes(6).toString('hex')}`
	const client = new pg.Client({ connectionString: server })
	await client.connect()
	await client.query(`create database ${name} encoding 'UTF8' template template0`)
	await client.end()
	const url = new URL(server)
	url.pathname = `/${name}`
	return url.href
}
