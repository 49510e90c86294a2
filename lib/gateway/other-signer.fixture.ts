import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'

export const KEYS = {
	accessKeyId: 'ASIAEXAMPLE',
	secretAccessKey: 'wJalrXUtnFEMI/EXAMPLEKEY',
	sessionToken: 'token/+=',
}

/** The Authorization header that an implementation by other hands writes for what was sent. */
export async function authorizationByOthers(sent: {
	method: string
	url: string
	headers: Record<string, string>
	body: string | Uint8Array | null
}): Promise<string | null> {
	const { authorization: _, 'x-amz-date': date = '', ...headers } = sent.headers
	const body = sent.body === null ? null : Buffer.from(sent.body)
	// It would believe the digest that was sent.
	headers['x-amz-content-sha256'] = createHash('sha256')
		.update(body ?? '')
		.digest('hex')
	const signer = new AwsV4Signer({
		...KEYS,
		method: sent.method,
		url: sent.url,
		headers,
		body,
		service: 'execute-api',
		region: 'us-west-2',
		datetime: date,
		// It leaves some out otherwise; the gate wants every header that can be signed.
		allHeaders: true,
	})
	return (await signer.sign()).headers.get('authorization')
}
