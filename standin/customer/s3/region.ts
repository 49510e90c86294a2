import type { AwsCall } from '../call.ts'
import type { S3Error } from './refuse.ts'

const DEFAULT_REGIONS = new Set([
	...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
	...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
	...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
])

/** Regions launched after March 2019: an account has to enable them (account management guide, "Regions"). */
const OPT_IN_REGIONS = new Set([
	...['af-south-1', 'ca-west-1', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1'],
	...['eu-central-2', 'eu-south-1', 'eu-south-2', 'ap-east-1', 'ap-east-2', 'ap-south-2'],
	...['ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7'],
])

/** A signature for a region that AWS does not have: no regional endpoint could expect it. */
export function malformedRegion({ region }: AwsCall, expected: string): S3Error | null {
	if (DEFAULT_REGIONS.has(region) || OPT_IN_REGIONS.has(region)) return null
	return {
		status: 400,
		code: 'AuthorizationHeaderMalformed',
		message: `The authorization header is malformed; the region '${region}' is wrong; expecting '${expected}'`,
		headers: { 'x-amz-bucket-region': expected },
		extra: { Region: expected },
	}
}

/**
 * The regional endpoint and the bucket's region differ. Regions of the old days know of each other's buckets and point
 * there; an opt-in region is cut off, on either side (recorded answers; botocore follows both).
 */
export function wrongRegion({ region, method }: AwsCall, bucket: { name: string; region: string }): S3Error | null {
	if (region === bucket.region) return null
	if (OPT_IN_REGIONS.has(region) || OPT_IN_REGIONS.has(bucket.region)) {
		const place = bucket.region === 'us-east-1' ? 'unspecified' : bucket.region
		return {
			status: 400,
			code: 'IllegalLocationConstraintException',
			message: `The ${place} location constraint is incompatible for the region specific endpoint this request was sent to.`,
			headers: method === 'HEAD' ? { 'x-amz-bucket-region': bucket.region } : {},
		}
	}
	const host = bucket.region === 'us-east-1' ? 's3.amazonaws.com' : `s3-${bucket.region}.amazonaws.com`
	return {
		status: 301,
		code: 'PermanentRedirect',
		message:
			'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
		headers: { 'x-amz-bucket-region': bucket.region },
		extra: { Endpoint: `${bucket.name}.${host}`, Bucket: bucket.name },
	}
}
