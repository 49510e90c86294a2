import { describe, expect, it } from 'vitest'
import { s3OperationOf } from './operation.ts'

const named = (line: string) => {
	const [method = '', target = ''] = line.split(' ')
	const [rawPath = '', query = ''] = target.split('?')
	return s3OperationOf({ method, rawPath, query: new URLSearchParams(query) })
}

describe('the operation of a request', () => {
	it.each([
		['GET /lake?list-type=2&prefix=a%2F', 'ListObjectsV2'],
		['GET /lake/?list-type=2', 'ListObjectsV2'],
		['PUT /lake/a/b', 'PutObject'],
		['PUT /lake/a?x-id=PutObject', 'PutObject'],
		['PUT /lake/a?partNumber=1&uploadId=u', 'UploadPart'],
		['POST /lake/a?uploads', 'CreateMultipartUpload'],
	])('%s: %s', (line, name) => {
		expect(named(line)).toBe(name)
	})

	it.each([
		['GET /', 'all buckets'],
		['PUT /lake', 'a new bucket'],
		['DELETE /lake', 'the end of a bucket'],
		['GET /lake', 'the first version of the list'],
		['POST /lake?delete', 'many deletes at once'],
		['POST /lake/a?uploadId=u', 'the end of an upload'],
		['GET /lake/a?versionId=1', 'an older version'],
		['PUT /lake/a?tagging', 'tags'],
		['GET /lake?list-type=2&fetch-owner=true', 'an option that is not evaluated'],
		['GET /lake?list-type=2&prefix=a&prefix=b', 'two parameters of one name'],
		['PUT /lake/a?partNumber=1&partNumber=2&uploadId=u', 'two numbers of one part'],
	])('%s (%s) is none that is known here', (line) => {
		expect(named(line)).toBe('Unknown')
	})
})
