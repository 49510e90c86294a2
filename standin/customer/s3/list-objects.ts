import type { ObjectVersion } from '../account.ts'
import type { Answer, AwsCall } from '../call.ts'
import { markOf, readMark } from '../paging.ts'
import { readLimit } from './counts.ts'
import { permit } from './permit.ts'
import { invalidArgument } from './refuse.ts'
import { isAnswer, type S3Request } from './request.ts'
import { element, xmlAnswer } from './xml.ts'

/** ListObjectsV2: keys in the order of their UTF-8 bytes, folded up at the delimiter, a page at a time. */
export function listObjects(request: S3Request): Answer {
	const { call, bucket } = request
	const { query } = call
	const read = readLimit(request, 'max-keys')
	if (isAnswer(read)) return read
	const type = query.get('list-type') ?? ''
	if (type !== '2') return invalidArgument(call, 'Invalid List Type specified in Request', 'list-type', type)
	const token = query.get('continuation-token')
	const list = [bucket.name, query.get('prefix') ?? '', query.get('delimiter') ?? '']
	const after = token === null ? '' : readMark(list, token)
	if (after === null)
		return invalidArgument(call, 'The continuation token provided is incorrect', 'continuation-token', token ?? '')
	const refused = permit(request, 'ListBucket', listContext(call))
	if (refused) return refused

	const rest = rows(request).filter(({ name }) => token === null || inBytes(name, after) > 0)
	const page = rest.slice(0, read.limit)
	const last = page.at(-1)
	const next = last && rest.length > page.length ? [element('NextContinuationToken', markOf(list, last.name))] : []
	const echo = ['Delimiter', 'StartAfter', 'ContinuationToken'].flatMap((name) => {
		const value = query.get(name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase())
		return value ? [element(name, value)] : []
	})
	return xmlAnswer('ListBucketResult', [
		element('Name', bucket.name),
		element('Prefix', query.get('prefix') ?? ''),
		...echo,
		...next,
		element('KeyCount', page.length),
		element('MaxKeys', read.limit),
		element('IsTruncated', next.length > 0),
		...page.map(({ xml }) => xml),
	])
}

/** Keys that only listings have. What was not asked is not there (service authorization reference, Amazon S3). */
function listContext({ query }: AwsCall): Record<string, string> {
	const sent = ['prefix', 'delimiter', 'max-keys'].flatMap((name) => {
		const value = query.get(name)
		return value === null ? [] : [[`s3:${name}`, value] as const]
	})
	return Object.fromEntries(sent)
}

type Row = { name: string; xml: string }

function rows({ call, bucket }: S3Request): Row[] {
	const prefix = call.query.get('prefix') ?? ''
	const delimiter = call.query.get('delimiter') ?? ''
	const start = call.query.get('continuation-token') === null ? (call.query.get('start-after') ?? '') : ''
	const found = new Map<string, Row>()
	for (const [key, versions] of bucket.objects) {
		if (!key.startsWith(prefix) || (start !== '' && inBytes(key, start) <= 0)) continue
		const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
		const name = cut < 0 ? key : key.slice(0, cut + delimiter.length)
		// The body last: that of an archive's object is only made when it is looked at.
		const object = found.has(name) ? undefined : versions.at(-1)
		if (!object?.body) continue
		found.set(name, {
			name,
			xml: cut < 0 ? contents(key, object) : element('CommonPrefixes', [element('Prefix', name)]),
		})
	}
	return [...found.values()].sort((a, b) => inBytes(a.name, b.name))
}

const contents = (key: string, { lastModified, etag, body }: ObjectVersion): string =>
	element('Contents', [
		element('Key', key),
		element('LastModified', new Date(lastModified).toISOString()),
		element('ETag', `"${etag}"`),
		element('Size', body?.length ?? 0),
		element('StorageClass', 'STANDARD'),
	])

/** JavaScript's own order is that of UTF-16. */
export const inBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
