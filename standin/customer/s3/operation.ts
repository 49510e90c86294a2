export type S3OperationName =
	| 'HeadBucket'
	| 'GetBucketLocation'
	| 'ListObjectsV2'
	| 'ListMultipartUploads'
	| 'HeadObject'
	| 'GetObject'
	| 'ListParts'
	| 'PutObject'
	| 'UploadPart'
	| 'DeleteObject'
	| 'CreateMultipartUpload'
	| 'AbortMultipartUpload'

type Route = {
	method: string
	level: 'bucket' | 'object'
	/** Query parameters that make it this operation. */
	marks: readonly string[]
	options: readonly string[]
	/** The one conditional header that is understood. */
	condition?: string
}

const bucket = (method: string, marks: string[] = [], options: string[] = []): Route => ({
	method,
	level: 'bucket',
	marks,
	options,
})
const object = (method: string, marks: string[] = [], options: string[] = []): Route => ({
	method,
	level: 'object',
	marks,
	options,
})

/** Path style, as the API reference of S3 lays operations out over method and query. */
const routes: Record<S3OperationName, Route> = {
	HeadBucket: bucket('HEAD'),
	GetBucketLocation: bucket('GET', ['location']),
	ListObjectsV2: bucket('GET', ['list-type'], ['prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after']),
	ListMultipartUploads: bucket('GET', ['uploads'], ['prefix', 'max-uploads', 'key-marker', 'upload-id-marker']),
	HeadObject: object('HEAD'),
	GetObject: object('GET'),
	ListParts: object('GET', ['uploadId'], ['max-parts', 'part-number-marker']),
	PutObject: { ...object('PUT'), condition: 'if-none-match' },
	UploadPart: object('PUT', ['uploadId', 'partNumber']),
	DeleteObject: { ...object('DELETE'), condition: 'if-match' },
	CreateMultipartUpload: object('POST', ['uploads']),
	AbortMultipartUpload: object('DELETE', ['uploadId']),
}

const isName = (name: string): name is S3OperationName => Object.hasOwn(routes, name)

type WireParts = { method: string; rawPath: string; query: URLSearchParams }

/**
 * The API operation of a path-style request. `Unknown` for one that is not here, and for one with a query parameter
 * whose meaning would be lost: S3 would act on it, or on the other of two with one name. `x-id` is the SDK's own remark, which S3 passes over.
 */
export function s3OperationOf({ method, rawPath, query }: WireParts): S3OperationName | 'Unknown' {
	const [, bucketName = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(rawPath) ?? []
	if (bucketName === '') return 'Unknown'
	const level = key === '' ? 'bucket' : 'object'
	const asked = [...query.keys()].filter((name) => name !== 'x-id')
	if (new Set(asked).size < asked.length) return 'Unknown'
	const name = Object.keys(routes)
		.filter(isName)
		.find((each) => {
			const route = routes[each]
			return (
				route.method === method &&
				route.level === level &&
				route.marks.every((mark) => asked.includes(mark)) &&
				asked.every((one) => route.marks.includes(one) || route.options.includes(one))
			)
		})
	return name ?? 'Unknown'
}

/** What a header of this name asks for is known here, or asks for nothing. */
export function understoodHeader(operation: S3OperationName, header: string): boolean {
	if (CONDITIONS.has(header)) return routes[operation].condition === header
	return !header.startsWith('x-amz-') || KNOWN.has(header)
}

const CONDITIONS = new Set(['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'])

const KNOWN = new Set([
	'x-amz-acl',
	'x-amz-checksum-algorithm',
	'x-amz-checksum-crc32',
	'x-amz-checksum-mode',
	'x-amz-checksum-type',
	'x-amz-content-sha256',
	'x-amz-date',
	'x-amz-expected-bucket-owner',
	'x-amz-sdk-checksum-algorithm',
	'x-amz-security-token',
	'x-amz-server-side-encryption',
	'x-amz-server-side-encryption-aws-kms-key-id',
	'x-amz-server-side-encryption-bucket-key-enabled',
	'x-amz-user-agent',
])
