import type { Keyring } from '../../world/keyring.ts'
import type { CustomerWorld } from '../account.ts'
import type { Answer, AwsCall } from '../call.ts'
import { formOf } from '../front.ts'
import { escapeXml, refusal } from '../refusal.ts'
import { assumeRole } from './assume-role.ts'

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'
const VERSION = '2011-06-15'

/** The Security Token Service: query protocol in, XML out. */
export function handleSts(call: AwsCall, world: CustomerWorld, keyring: Keyring): Answer {
	const form = formOf(call)
	const twin = [...form.keys()].find((name, index, all) => all.indexOf(name) !== index)
	if (twin !== undefined) {
		const message = `${twin} is given more than once`
		return refusal('sts', call.requestId, { status: 400, code: 'InvalidQueryParameter', message })
	}
	if (form.get('Version') === VERSION && form.get('Action') === 'GetCallerIdentity') return identity(call)
	if (form.get('Version') !== VERSION || form.get('Action') !== 'AssumeRole') {
		const message = `Could not find operation ${form.get('Action')} for version ${form.get('Version')}`
		return refusal('sts', call.requestId, { status: 400, code: 'InvalidAction', message })
	}
	const outcome = assumeRole(call, form, world, keyring)
	if ('code' in outcome) return refusal('sts', call.requestId, outcome)
	const { credentials, assumedRoleId, arn, input } = outcome
	const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials
	return result(call, 'AssumeRole', {
		Credentials: {
			AccessKeyId: accessKeyId,
			SecretAccessKey: secretAccessKey,
			SessionToken: sessionToken,
			Expiration: `${new Date(expiresAt).toISOString().slice(0, 19)}Z`,
		},
		AssumedRoleUser: { AssumedRoleId: assumedRoleId, Arn: arn },
		...(input.packedPolicySize === null ? {} : { PackedPolicySize: String(input.packedPolicySize) }),
		...(input.sourceIdentity === null ? {} : { SourceIdentity: input.sourceIdentity }),
	})
}

/** Needs no right, and no policy can take it away (STS API reference). */
const identity = (call: AwsCall): Answer =>
	result(call, 'GetCallerIdentity', {
		Arn: call.session.sessionArn,
		UserId: call.session.userId,
		Account: call.session.accountId,
	})

type Members = { [name: string]: string | Members }

function result(call: AwsCall, action: string, members: Members): Answer {
	const metadata = `<ResponseMetadata><RequestId>${call.requestId}</RequestId></ResponseMetadata>`
	return {
		status: 200,
		headers: { 'content-type': 'text/xml' },
		body: `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${elements(members)}</${action}Result>${metadata}</${action}Response>`,
	}
}

const elements = (members: Members): string =>
	Object.entries(members)
		.map(([name, value]) => `<${name}>${typeof value === 'string' ? escapeXml(value) : elements(value)}</${name}>`)
		.join('')
