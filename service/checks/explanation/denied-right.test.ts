import { expect, it } from 'vitest'
import { deniedRight } from './denied-right.ts'
import { findingsOf, notAllowedBy, refused, target, the } from './findings.fixture.ts'

const bucket = `arn:aws:s3:::${target.bucket}`

it.each([
	['arn:aws:iam::510987654324:policy/a/Guard+1', true],
	['arn:aws:iam::510987654324:policy/x;reboot', false],
	['arn:aws:iam::510987654324:policy/$HOME', false],
])('a policy called %s may stand in a command: %s', (policyArn, may) => {
	const text = `${refused('s3:PutObject', 'r')} with an explicit deny in an identity-based policy: ${policyArn}`
	const finding = the(findingsOf('sync', { 's3-put-object': text }), 's3-put-object')
	expect(deniedRight(finding).policyArn).toBe(may ? policyArn : null)
})

it.each([
	['the text names what was asked', refused('s3:PutObject', `"${bucket}/x"`), 's3:PutObject', `${bucket}/x`],
	[
		'the text names the key',
		notAllowedBy('resource-based policy', 'kms:GenerateDataKey', 'arn:aws:kms:r:1:key/k'),
		'kms:GenerateDataKey',
		'arn:aws:kms:r:1:key/k',
	],
	[
		'the text names KMS, but no key: the object is none',
		refused('kms:GenerateDataKey', 'this resource'),
		'kms:GenerateDataKey',
		null,
	],
	[
		'the text names a made-up key of the probe',
		refused('s3:PutObject', `"${bucket}/segment-stage/.sluice-probe-1"`),
		's3:PutObject',
		`${bucket}/*`,
	],
	['the text names nothing', 'Access Denied', 's3:PutObject', `${bucket}/*`],
	['the text names an ARN for an action', refused('arn:aws', 'r'), 's3:PutObject', `${bucket}/*`],
	['the text names a pattern for an action', refused('s3:*', 'r'), 's3:PutObject', `${bucket}/*`],
])('%s', (_, text, action, resource) => {
	const finding = the(findingsOf('sync', { 's3-put-object': text }), 's3-put-object')
	expect(deniedRight(finding)).toMatchObject({ action, resource })
})
