import { ListObjectsV2Command, type ListObjectsV2CommandInput, paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addObject, outcomeOf, startTrial, type Trial } from './trial-s3.fixture.ts'

const Bucket = 'trial-lake'
let trial: Trial
beforeEach(async () => {
	trial = await startTrial()
	for (const key of ['a/1', 'a/2', 'b/c/1', 'b/d', 'top', 'é', '\u{1f30a}', '\uff5e']) addObject(trial.lake, key)
})
afterEach(() => trial.stop())

async function list(input: Partial<ListObjectsV2CommandInput> = {}) {
	const {
		Contents = [],
		CommonPrefixes = [],
		...rest
	} = await trial.client().send(new ListObjectsV2Command({ Bucket, ...input }))
	return { ...rest, keys: Contents.map(({ Key }) => Key), folders: CommonPrefixes.map(({ Prefix }) => Prefix) }
}

describe('ListObjectsV2', () => {
	it('sorts by the bytes of UTF-8, not as JavaScript does', async () => {
		const { keys } = await list()
		expect(keys).toEqual(['a/1', 'a/2', 'b/c/1', 'b/d', 'top', 'é', '\uff5e', '\u{1f30a}'])
	})

	it.each<[Partial<ListObjectsV2CommandInput>, string[], string[], string]>([
		[{ Prefix: 'a/' }, ['a/1', 'a/2'], [], 'under a prefix'],
		[{ Delimiter: '/' }, ['top', 'é', '\uff5e', '\u{1f30a}'], ['a/', 'b/'], 'folders of the root'],
		[{ Prefix: 'b/', Delimiter: '/' }, ['b/d'], ['b/c/'], 'folders under a prefix'],
		[{ StartAfter: 'b/c/1', MaxKeys: 1 }, ['b/d'], [], 'after a key'],
		[{ StartAfter: 'a/1', Delimiter: '/', MaxKeys: 1 }, [], ['a/'], 'a folder that the key lies in still counts'],
		[{ Prefix: 'nothing' }, [], [], 'none'],
		[{ MaxKeys: 0 }, [], [], 'no rows asked for'],
	])('%j gives keys %j and folders %j (%s)', async (input, keys, folders) => {
		expect(await list(input)).toMatchObject({ keys, folders, KeyCount: keys.length + folders.length })
	})

	it('tells what it holds of an object', async () => {
		const { Contents, Name, MaxKeys, IsTruncated } = await trial
			.client()
			.send(new ListObjectsV2Command({ Bucket, Prefix: 'top' }))
		expect({ Name, MaxKeys, IsTruncated }).toEqual({ Name: Bucket, MaxKeys: 1000, IsTruncated: false })
		const [object] = trial.lake.objects.get('top') ?? []
		expect(Contents).toEqual([
			{
				Key: 'top',
				ETag: `"${object?.etag}"`,
				Size: 7,
				StorageClass: 'STANDARD',
				LastModified: new Date('2026-03-01T11:59:00Z'),
			},
		])
	})

	it.each([1, 2, 3, 8])('pages of %i show every key and folder once', async (MaxKeys) => {
		const seen: (string | undefined)[] = []
		for await (const page of paginateListObjectsV2({ client: trial.client() }, { Bucket, Delimiter: '/', MaxKeys })) {
			expect((page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0)).toBe(page.KeyCount)
			for (const { Prefix } of page.CommonPrefixes ?? []) seen.push(Prefix)
			for (const { Key } of page.Contents ?? []) seen.push(Key)
		}
		expect(seen).toEqual(['a/', 'b/', 'top', 'é', '\uff5e', '\u{1f30a}'])
	})

	it('caps a page at 1,000', async () => {
		for (let number = 0; number < 1001; number++) addObject(trial.lake, `many/${number}`)
		expect(await list({ Prefix: 'many/', MaxKeys: 5000 })).toMatchObject({
			MaxKeys: 1000,
			KeyCount: 1000,
			IsTruncated: true,
		})
	})

	it('passes over what is deleted', async () => {
		trial.lake.versioned = true
		const marker = { versionId: 'm', body: null, etag: '', contentType: '', lastModified: 0, keyArn: null }
		trial.lake.objects.get('a/1')?.push(marker)
		expect((await list({ Prefix: 'a/' })).keys).toEqual(['a/2'])
	})

	it('a token counts only for the list that gave it', async () => {
		const { NextContinuationToken: ContinuationToken } = await list({ Prefix: 'a/', MaxKeys: 1 })
		expect((await list({ Prefix: 'a/', ContinuationToken })).keys).toEqual(['a/2'])
		for (const other of [{ Prefix: 'b/' }, { Prefix: 'a/', Delimiter: '/' }, {}]) {
			const asked = new ListObjectsV2Command({ Bucket, ...other, ContinuationToken })
			const outcome = await outcomeOf(trial.client().send(asked))
			const message = 'The continuation token provided is incorrect'
			expect(outcome).toMatchObject({ status: 400, code: 'InvalidArgument', message })
		}
	})

	it.each([
		[{ MaxKeys: -1 }, 'Argument max-keys must be an integer between 0 and 2147483647'],
		[{ MaxKeys: 2147483648 }, 'Provided max-keys not an integer or within integer range'],
		[{ ContinuationToken: 'made-up' }, 'The continuation token provided is incorrect'],
	])('%j is an InvalidArgument, rights or not', async (input, message) => {
		trial.session.identityPolicies = []
		const outcome = await outcomeOf(trial.client().send(new ListObjectsV2Command({ Bucket, ...input })))
		expect(outcome).toMatchObject({ status: 400, code: 'InvalidArgument', message })
	})
})
