import type { WireRequest } from '../gate/wire-request.ts'
import type { Answer, AwsCall } from './call.ts'

const INPUT_LENGTH = 4096

/** Whose trail a call is in: of an AssumeRole also the role's account, which is the one that matters here. */
export function concernedAccount({ service, operation, body, session }: AwsCall): string {
	if (service !== 'sts' || operation !== 'AssumeRole') return session.accountId
	const roleArn = new URLSearchParams(body.toString('utf8')).get('RoleArn') ?? ''
	return /^arn:aws:iam::(\d{12}):role\//.exec(roleArn)?.[1] ?? session.accountId
}

/** A call as one line for people. Bodies of S3 are events of customers: they stay out. */
export function inputOf({ method, path, query, headers, body }: WireRequest): string {
	const readable = headers.some(([name, value]) => /^content-type$/i.test(name) && /json|form/.test(value))
	const line = `${method} ${path}${query === '' ? '' : `?${query}`}${readable ? ` ${body.toString('utf8')}` : ''}`
	return line.slice(0, INPUT_LENGTH)
}

/** Code and message of an error answer, read back from its wire format. */
export function errorOf({ status, body }: Answer): { code: string | null; message: string | null } {
	if (status < 400) return { code: null, message: null }
	const text = body.toString()
	const inXml = (name: string) => unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1])
	if (!text.startsWith('{')) return { code: inXml('Code'), message: inXml('Message') }
	const json: Record<string, unknown> = Object(JSON.parse(text))
	const message = json.message ?? json.Message
	return { code: String(json.__type ?? ''), message: typeof message === 'string' ? message : null }
}

const unescaped = (text: string | undefined): string | null =>
	text?.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))) ?? null
