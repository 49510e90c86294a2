import { expect, it } from 'vitest'
import { pastedAccountId, pastedBucket, pastedClusterId, pastedExternalIds, pastedRoleArn } from './paste.ts'

it.each([
	[pastedRoleArn, ' "arn:aws:iam::123456789012:role/Lake",\n', 'arn:aws:iam::123456789012:role/Lake', 'out of JSON'],
	[pastedBucket, 's3://acme-lake/prefix/x', 'acme-lake', 'an address with a prefix'],
	[pastedBucket, 'arn:aws:s3:::acme-lake/*', 'acme-lake', 'the resource of a policy'],
	[pastedBucket, 'acme-lake', 'acme-lake', 'the name itself'],
	[
		pastedClusterId,
		'arn:aws:elasticmapreduce:us-west-2:123456789012:cluster/j-2AXXXXXXGAPLF',
		'j-2AXXXXXXGAPLF',
		'an ARN',
	],
	[
		pastedClusterId,
		'https://console.aws.amazon.com/emr/home#/clusterDetails/j-2AXXXXXXGAPLF',
		'j-2AXXXXXXGAPLF',
		'an address',
	],
	[pastedClusterId, 'not a cluster', 'not a cluster', 'nothing known: left for the field to refuse'],
	[pastedAccountId, '1234-5678-9012', '123456789012', 'as the AWS console shows it'],
	[pastedAccountId, 'arn:aws:iam::123456789012:role/Lake', '123456789012', 'any ARN of the account'],
])('%o reads %j as %j: %s', (paste, text, expected) => {
	expect(paste(text)).toBe(expected)
})

it.each([
	['ws-1\nws-2\n\n', ['ws-1', 'ws-2'], 'lines'],
	['ws-1, ws-2', ['ws-1', 'ws-2'], 'commas'],
	['["ws-1", "ws-2"]', ['ws-1', 'ws-2'], 'JSON of a trust policy'],
	['ws-1\nws-1', ['ws-1'], 'twins'],
	['  ', [], 'nothing'],
])('reads external ids from %j: %j (%s)', (text, expected) => {
	expect(pastedExternalIds(text)).toEqual(expected)
})
