import { accountOf } from './aws-name.ts'

/** What people paste around the value that a field wants. Each takes any text; what it does not know it only trims. */

const bare = (text: string) => text.trim().replace(/^["'`]+|["'`,;]+$/g, '')

export const pastedRoleArn = (text: string) => bare(text)

/** From `s3://bucket/prefix`, `arn:aws:s3:::bucket/prefix` or the bucket itself. */
export const pastedBucket = (text: string) => bare(text).replace(/^(?:s3:\/\/|arn:aws:s3:::)([^/]+).*$/, '$1')

/** From an EMR ARN or the console's address; a cluster id is the only such word in either. */
export const pastedClusterId = (text: string) => /\bj-[A-Z0-9]{8,32}\b/.exec(text)?.[0] ?? bare(text)

/** From `1234-5678-9012` as the AWS console shows it, or from any ARN. */
export const pastedAccountId = (text: string) => accountOf(bare(text)) ?? bare(text).replace(/(?<=\d)[-\s](?=\d)/g, '')

/** From lines, a comma-separated list or a JSON array. Order is kept, twins go. */
export const pastedExternalIds = (text: string) => [
	...new Set(
		text
			.split(/[\n,[\]]+/)
			.map(bare)
			.filter((id) => id !== ''),
	),
]
