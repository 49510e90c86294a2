import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Header, readBody, type WireRequest, wireHead } from '../gate/wire-request.ts'
import type { Clock } from '../world/clock.ts'
import type { Keyring } from '../world/keyring.ts'
import type { Answer, AwsCall, AwsService } from './call.ts'
import type { CallLog } from './call-log.ts'
import { handleEmr } from './emr/emr.ts'
import { broken, type Faults, throttled } from './faults.ts'
import { formOf, misaddressed, targetOf } from './front.ts'
import { handleGlue } from './glue/glue.ts'
import { concernedAccount, errorOf, inputOf } from './record.ts'
import { refusal } from './refusal.ts'
import { s3OperationOf } from './s3/operation.ts'
import { handleS3 } from './s3/s3.ts'
import { sessionOf } from './session.ts'
import { readScope, verifySignature } from './signature.ts'
import { type SignatureTrouble, signatureRefusal } from './signature-refusal.ts'
import { handleSts } from './sts/sts.ts'
import type { Customers } from './world.ts'

const BODY_BYTES = 16 * 1024 * 1024

type AwsOptions = { clock: Clock; keyring: Keyring; customers: Customers; faults: Faults; log: CallLog }

/**
 * All of AWS on one port. The service is the one that the signature names, so no host name is needed to tell them
 * apart; one that a signature does not name cannot be asked.
 */
export function createAws({ clock, keyring, customers, faults, log }: AwsOptions) {
	return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = await readBody(message, BODY_BYTES)
		const request: WireRequest = { ...wireHead(message), body: body ?? Buffer.alloc(0) }
		const scope = readScope(request)
		const requestId = scope.service === 's3' ? randomBytes(8).toString('hex').toUpperCase() : randomUUID()
		const send = (answer: Answer) =>
			reply(response, answer, { service: scope.service, requestId, now: clock.now(), head: request.method === 'HEAD' })
		if (body === null)
			return send(
				refusal(scope.service, requestId, { status: 413, code: 'RequestEntityTooLarge', message: 'Request too large' }),
			)

		const verified = identify(request, scope, requestId)
		const { operation } = verified
		const accountId = verified.call ? concernedAccount(verified.call) : null
		const record = log.open({
			at: new Date(clock.now()).toISOString(),
			accountId,
			service: scope.service,
			region: verified.call?.region ?? null,
			operation,
			caller: verified.call?.session.sessionArn ?? null,
			input: inputOf(request),
			requestId,
			status: null,
			code: null,
			message: null,
			changed: verified.call?.changed ?? [],
		})
		const fault = accountId === null ? {} : faults.befalling({ service: scope.service, operation }, accountId)
		if (fault.latencyMs) await new Promise((resolve) => setTimeout(resolve, fault.latencyMs))
		const { call } = verified
		if (call && fault.commitAfterMs !== undefined)
			customers.later(fault.commitAfterMs, (now) => carryOut({ ...call, now }))
		customers.catchUp()
		if (fault.hang) return
		if (fault.drop) return void response.destroy()
		const answer = call ? answered(call, fault) : verified.refused
		Object.assign(record, { status: answer.status, ...errorOf(answer) })
		send(answer)
	}

	function answered(call: AwsCall, { throttle, status }: ReturnType<Faults['befalling']>): Answer {
		if (throttle) return throttled(call)
		return status === undefined ? carryOut(call) : broken(call, status)
	}

	function carryOut(call: AwsCall): Answer {
		return misaddressed(call) ?? handled(call)
	}

	function handled(call: AwsCall): Answer {
		if (call.service === 'sts') return handleSts(call, customers, keyring)
		if (call.service === 's3') return handleS3(call, customers)
		return call.service === 'glue' ? handleGlue(call, customers) : handleEmr(call, customers)
	}

	type Identified = { operation: string } & ({ call: AwsCall; refused?: never } | { call: null; refused: Answer })

	function identify(request: WireRequest, scope: ReturnType<typeof readScope>, requestId: string): Identified {
		const { service } = scope
		const query = new URLSearchParams(request.query)
		const headers = joined(request.headers)
		const parts = { method: request.method, rawPath: request.path, query, headers, body: request.body }
		const operation = operationOf(service, parts)
		const now = clock.now()
		const signedAt = 'claim' in scope ? scope.claim.timestamp : now
		const refused = (trouble: SignatureTrouble): Identified => ({
			operation,
			call: null,
			refused: signatureRefusal({ service, requestId, now, signedAt }, trouble),
		})
		if ('trouble' in scope) return refused(scope.trouble)
		const credentials = verifySignature(request, scope, { keyring, now })
		if (typeof credentials === 'string') return refused(credentials)
		const account = customers.account(credentials.session.accountId)
		const session = account && sessionOf(credentials, account)
		const { region } = scope.claim.scope
		// A region that the account has not enabled knows nobody of it.
		if (!session || (account.enabledRegions && !account.enabledRegions.includes(region))) return refused('unknown-key')
		const call: AwsCall = {
			service,
			region,
			operation,
			...parts,
			requestId,
			session,
			account,
			now,
			sourceIp: request.sourceIp,
			changed: [],
		}
		return { operation, call }
	}
}

function operationOf(
	service: AwsService,
	parts: Pick<AwsCall, 'method' | 'rawPath' | 'query' | 'headers' | 'body'>,
): string {
	if (service === 's3') return s3OperationOf(parts)
	return service === 'sts' ? (formOf(parts).get('Action') ?? 'Unknown') : targetOf(service, parts.headers)
}

function joined(headers: readonly Header[]): Record<string, string> {
	const all: Record<string, string> = {}
	for (const [name, value] of headers) {
		const key = name.toLowerCase()
		all[key] = all[key] === undefined ? value : `${all[key]}, ${value}`
	}
	return all
}

/** `Date` is the world's, so that a signer who is off can see by how much. */
function reply(
	response: ServerResponse,
	{ status, headers, body }: Answer,
	{ service, requestId, now, head }: { service: AwsService; requestId: string; now: number; head: boolean },
): void {
	const bytes = Buffer.from(body)
	response.sendDate = false
	response.writeHead(status, {
		date: new Date(now).toUTCString(),
		[service === 's3' ? 'x-amz-request-id' : 'x-amzn-requestid']: requestId,
		...(status === 204 || status === 304 ? {} : { 'content-length': String(bytes.length) }),
		...headers,
	})
	response.end(head ? undefined : bytes)
}
