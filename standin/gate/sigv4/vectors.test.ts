import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Header, valuesOf } from '../wire-request.ts'
import { canonicalRequest, type SignedParts } from './canonical.ts'
import { sha256, signature, stringToSign } from './signature.ts'

const FOLDER = new URL('../../../../shared/vectors/sigv4/', import.meta.url).pathname
const present = existsSync(FOLDER)
if (!present) console.log(`skipped: the public SigV4 vectors do not stand beside the project (${FOLDER})`)

const contextSchema = z.object({
	credentials: z.object({ secret_access_key: z.string() }),
	normalize: z.boolean(),
	region: z.string(),
	service: z.string(),
	timestamp: z.string(),
	omit_session_token: z.boolean().optional(),
})

/** One character per byte, as the gate reads the wire. */
const read = (name: string, file: string): string => readFileSync(join(FOLDER, name, file), 'latin1')

/** The suite's requests are not parsed by node:http: spaces and UTF-8 stand bare in them, and lines are folded. */
function parse(text: string): { method: string; path: string; query: string; headers: Header[]; body: string } {
	const [head = '', body = ''] = text.split(/\n\n(.*)/s)
	const [line = '', ...lines] = head.replace(/\n[ \t]+/g, ' ').split('\n')
	const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1.1$/.exec(line.trimEnd()) ?? []
	const [path = '', query = ''] = target.split(/\?(.*)/s)
	const headers = lines
		.filter((each) => each.includes(':'))
		.map((each): Header => [each.slice(0, each.indexOf(':')), each.slice(each.indexOf(':') + 1).trim()])
	return { method, path, query, headers, body }
}

function signedParts(name: string, form: 'header' | 'query', omitToken: boolean): SignedParts {
	const request = parse(read(name, `${form}-signed-request.txt`))
	const authorization = valuesOf(request.headers, 'authorization')[0] ?? ''
	const fromQuery = /X-Amz-SignedHeaders=([^&]*)/.exec(request.query)?.[1] ?? ''
	const signed = form === 'header' ? (/SignedHeaders=([^,]*)/.exec(authorization)?.[1] ?? '') : fromQuery
	const query = omitToken ? request.query.replace(/&X-Amz-Security-Token=[^&]*/, '') : request.query
	return {
		...request,
		query,
		signedHeaders: decodeURIComponent(signed).split(';'),
		payloadHash: sha256(request.body),
	}
}

describe.runIf(present)('the public SigV4 suite', () => {
	const names = present ? readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : []

	it('is complete', () => expect(names).toHaveLength(38))

	for (const { name } of names) {
		for (const form of ['header', 'query'] as const) {
			it(`${name}, ${form}: canonical request, string to sign and signature`, () => {
				const context = contextSchema.parse(JSON.parse(read(name, 'context.json')))
				const omitToken = context.omit_session_token === true
				const canonical = canonicalRequest(
					signedParts(name, form, omitToken),
					context.normalize ? 'normalised' : 'encoded',
				)
				expect(canonical).toBe(read(name, `${form}-canonical-request.txt`))

				const time = context.timestamp.replace(/[-:]/g, '')
				const scope = {
					date: time.slice(0, 8),
					region: context.region,
					service: context.service,
					terminator: 'aws4_request',
				}
				const toSign = stringToSign(time, scope, canonical)
				expect(toSign).toBe(read(name, `${form}-string-to-sign.txt`))
				expect(signature(context.credentials.secret_access_key, scope, toSign)).toBe(
					read(name, `${form}-signature.txt`),
				)
			})
		}
	}
})
