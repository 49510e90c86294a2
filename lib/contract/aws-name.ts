import { z } from 'zod'

/** Names as AWS accepts them, with messages that say what is wrong. Sources: IAM, S3, Glue and EMR API references. */

export const REGIONS = [
	'us-east-1',
	'us-east-2',
	'us-west-1',
	'us-west-2',
	'ca-central-1',
	'sa-east-1',
	'eu-west-1',
	'eu-west-2',
	'eu-west-3',
	'eu-central-1',
	'eu-north-1',
	'eu-south-1',
	'ap-south-1',
	'ap-southeast-1',
	'ap-southeast-2',
	'ap-northeast-1',
	'ap-northeast-2',
	'ap-northeast-3',
	'ap-east-1',
	'me-south-1',
	'af-south-1',
] as const

/** A closed list, since a region becomes part of a host name. */
export const region = z.enum(REGIONS, { error: 'is not a region we run in, for example us-west-2' })

export const accountId = z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account')

export const roleArn = z
	.string()
	.max(2048, 'is longer than the 2,048 characters AWS allows')
	.regex(
		/^arn:aws:iam::\d{12}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
		'must be a role ARN such as arn:aws:iam::123456789012:role/SegmentDataLakeRole',
	)

export const bucketName = z
	.string()
	.regex(
		/^(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
		'must be an S3 bucket name: 3 to 63 lower-case letters, digits, dots or hyphens',
	)

export const databaseName = z
	.string()
	.regex(/^[a-z0-9_-]{1,255}$/, 'must be a Glue database name: lower-case letters, digits, _ or -')

export const clusterId = z.string().regex(/^j-[A-Z0-9]{8,32}$/, 'must be an EMR cluster id such as j-2AXXXXXXGAPLF')

export const externalId = z
	.string()
	.regex(/^[\w+=,.@:/-]{2,1224}$/, 'must be 2 to 1,224 letters, digits or any of + = , . @ : / - _')

/** The account that an ARN names, or null when the text is no ARN with an account. */
export function accountOf(arn: string): string | null {
	return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? null
}
