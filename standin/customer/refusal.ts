import type { Answer, AwsService } from './call.ts'

/** An error answer in the wire format of the service: XML of S3, XML of the query API (STS), else JSON with `__type`. */
export function refusal(
	service: AwsService,
	requestId: string,
	error: {
		status: number
		code: string
		message: string
		headers?: Record<string, string>
		extra?: Record<string, string>
	},
): Answer {
	const { status, code, message, headers, extra = {} } = error
	if (service === 's3') {
		const members = { Code: code, Message: message, ...extra, RequestId: requestId, HostId: hostId(requestId) }
		return xml(status, `<Error>${elements(members)}</Error>`, headers)
	}
	if (service === 'sts') {
		const inner = elements({ Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message })
		const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`
		return xml(status, body, headers)
	}
	// Glue and EMR write the key with a capital for denials (seen in the field), the SDK takes either.
	return {
		status,
		headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
		body: JSON.stringify({
			__type: code,
			[code === 'AccessDeniedException' ? 'Message' : 'message']: message,
			...extra,
		}),
	}
}

export const escapeXml = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** S3's second id, x-amz-id-2. */
export const hostId = (requestId: string): string => Buffer.from(`host of ${requestId}`).toString('base64')

function elements(members: Record<string, string>): string {
	return Object.entries(members)
		.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
		.join('')
}

function xml(status: number, body: string, headers: Record<string, string> = {}): Answer {
	const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n'
	return { status, headers: { 'content-type': 'application/xml', ...headers }, body: prolog + body }
}
