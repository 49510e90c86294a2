import { describe, expect, it } from 'vitest'
import { accountOf, bucketName, clusterId, databaseName, externalId, region, roleArn } from './aws-name.ts'

const cases = [
	['region', region, 'us-west-2', true, 'a region we run in'],
	['region', region, 'us-east-1#', false, 'a fragment would end the host name'],
	['region', region, 'x.amazonaws.com.evil', false, 'a region becomes part of a host name'],
	['region', region, '169.254.169.254', false, 'the metadata address'],
	['role', roleArn, 'arn:aws:iam::123456789012:role/SegmentDataLakeRole', true, 'plain'],
	['role', roleArn, 'arn:aws:iam::123456789012:role/team/lake/Role', true, 'a role may have a path'],
	['role', roleArn, 'arn:aws:iam::12345678901:role/R', false, 'eleven digits'],
	['role', roleArn, 'arn:aws:iam::123456789012:user/R', false, 'a user is no role'],
	['role', roleArn, 'arn:aws:sts::123456789012:assumed-role/R/s', false, 'a session is no role'],
	['role', roleArn, 'arn:aws:iam::123456789012:role/*', false, 'a wildcard names nobody'],
	['role', roleArn, 'arn:aws:iam::123456789012:role/R\n', false, 'a line break'],
	['bucket', bucketName, 'harbor-lake.prod', true, 'dots are legal'],
	['bucket', bucketName, 'Harbor', false, 'capitals'],
	['bucket', bucketName, '10.0.0.1', false, 'looks like an address'],
	['bucket', bucketName, 'a..b', false, 'two dots'],
	['bucket', bucketName, '../etc', false, 'a path'],
	['database', databaseName, 'web_prod', true, 'plain'],
	['database', databaseName, 'Web', false, 'Glue folds to lower case'],
	['cluster', clusterId, 'j-2AXXXXXXGAPLF', true, 'plain'],
	['cluster', clusterId, 's-2AXXXXXXGAPLF', false, 'a step id'],
	['external id', externalId, 'ws:1/2@x', true, 'all legal marks'],
	['external id', externalId, 'a', false, 'one character'],
	['external id', externalId, 'a b', false, 'a space'],
] as const

describe('names as AWS accepts them', () => {
	it.each(cases)('%s %#: %s', (_what, schema, text, legal, why) => {
		expect(schema.safeParse(text).success, why).toBe(legal)
	})

	it('reads the account out of an ARN', () => {
		expect(accountOf('arn:aws:iam::123456789012:role/R')).toBe('123456789012')
		expect(accountOf('arn:aws:s3:::bucket')).toBeNull()
		expect(accountOf('nonsense')).toBeNull()
	})
})
