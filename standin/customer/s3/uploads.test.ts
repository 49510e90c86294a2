import {
	AbortMultipartUploadCommand,
	CreateMultipartUploadCommand,
	ListMultipartUploadsCommand,
	ListPartsCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
	allow,
	deny,
	everybody,
	NOW,
	outcomeOf,
	POLICY_ARN,
	policy,
	SESSION_ARN,
	startTrial,
	type Trial,
} from './trial-s3.fixture.ts'

const Bucket = 'trial-lake'
const Key = 'segment-stage/.sluice-probe-1'
let trial: Trial
beforeEach(async () => {
	trial = await startTrial()
})
afterEach(() => trial.stop())

const create = (key = Key) => trial.client().send(new CreateMultipartUploadCommand({ Bucket, Key: key }))
const abort = (UploadId: string | undefined, key = Key) =>
	outcomeOf(trial.client().send(new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId })))
const part = (UploadId: string | undefined, PartNumber: number, Body = 'part') =>
	outcomeOf(trial.client().send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body })))
const rights = (...actions: string[]) => {
	trial.session.identityPolicies = [{ arn: POLICY_ARN, document: policy(allow(actions, '*')) }]
}
const changed = () => trial.calls.at(-1)?.changed

it('opens an upload that is no object, and leaves nothing once it is aborted', async () => {
	trial.lake.versioned = true
	const made = await create()
	expect(made).toMatchObject({ Bucket, Key, ServerSideEncryption: 'AES256' })
	expect(changed()).toEqual([`upload +${Key}`])
	expect(trial.lake.objects.size).toBe(0)
	expect(trial.lake.uploads.size).toBe(1)

	expect(await abort(made.UploadId)).toMatchObject({ status: 204 })
	expect(changed()).toEqual([`upload -${Key}`])
	expect(trial.lake.uploads.size).toBe(0)
})

describe('an upload that is not there', () => {
	it.each([
		['a made-up id', 'made-up', Key],
		['an id of another key', 'own', 'segment-stage/other'],
	])('%s: 404 NoSuchUpload, nothing changes', async (_, which, key) => {
		const { UploadId } = await create()
		const outcome = await abort(which === 'own' ? UploadId : which, key)
		expect(outcome).toMatchObject({ status: 404, code: 'NoSuchUpload' })
		expect(changed()).toEqual([])
		expect(trial.lake.uploads.size).toBe(1)
	})

	it('aborted twice is not there the second time', async () => {
		const { UploadId } = await create()
		await abort(UploadId)
		expect(await abort(UploadId)).toMatchObject({ status: 404, code: 'NoSuchUpload' })
	})

	it('takes no part and has no list', async () => {
		expect(await part('made-up', 1)).toMatchObject({ status: 404, code: 'NoSuchUpload' })
		const parts = trial.client().send(new ListPartsCommand({ Bucket, Key, UploadId: 'made-up' }))
		expect(await outcomeOf(parts)).toMatchObject({ status: 404, code: 'NoSuchUpload' })
	})

	it('is told after the rights, so that aborting a made-up id proves them', async () => {
		rights('s3:PutObject')
		expect(await abort('made-up')).toMatchObject({
			status: 403,
			message: `User: ${SESSION_ARN} is not authorized to perform: s3:AbortMultipartUpload on resource: "arn:aws:s3:::trial-lake/${Key}" because no identity-based policy allows the s3:AbortMultipartUpload action: ${POLICY_ARN}`,
		})
		trial.orders.set('AbortMultipartUpload', 'validate-first')
		expect(await abort('made-up')).toMatchObject({ status: 404, code: 'NoSuchUpload' })
	})
})

it('is left open when the abort is refused', async () => {
	rights('s3:PutObject')
	const { UploadId } = await create()
	expect(await abort(UploadId)).toMatchObject({ status: 403 })
	expect([...trial.lake.uploads.keys()]).toEqual([UploadId])
})

it('is let through by a bucket policy that demands If-None-Match of what makes objects', async () => {
	const creating = { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } }
	const always = { Null: { 's3:if-none-match': 'true' } }
	const resource = 'arn:aws:s3:::trial-lake/*'
	trial.lake.policy = { arn: null, document: policy(everybody(deny('s3:PutObject', resource, creating))) }
	expect(await outcomeOf(create())).toMatchObject({ status: 200 })
	trial.lake.policy = { arn: null, document: policy(everybody(deny('s3:PutObject', resource, always))) }
	expect(await outcomeOf(create())).toMatchObject({ status: 403 })
})

describe('parts', () => {
	it.each([0, 10_001, -1])('number %i is out of bounds', async (number) => {
		const { UploadId } = await create()
		expect(await part(UploadId, number)).toMatchObject({ status: 400, code: 'InvalidArgument' })
		expect(changed()).toEqual([])
	})

	it('are listed in order, a page at a time, the later one of a number counting', async () => {
		const { UploadId } = await create()
		for (const [number, text] of [
			[3, 'c'],
			[1, 'a'],
			[2, 'old'],
			[2, 'bb'],
		] as const)
			await part(UploadId, number, text)
		expect(changed()).toEqual([`part +${Key} 2`])
		const first = await trial.client().send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 2 }))
		expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', Initiator: { ID: SESSION_ARN } })
		expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
			[1, 1],
			[2, 2],
		])
		const rest = await trial
			.client()
			.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: first.NextPartNumberMarker }))
		expect(rest.IsTruncated).toBe(false)
		expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3])
	})
})

describe('ListMultipartUploads', () => {
	it('shows who opened what and when, under a prefix', async () => {
		const { UploadId } = await create()
		await create('elsewhere')
		const { Uploads } = await trial.client().send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'segment-stage/' }))
		expect(Uploads).toHaveLength(1)
		expect(Uploads?.[0]).toMatchObject({ Key, UploadId, Initiated: new Date(NOW), Initiator: { ID: SESSION_ARN } })
	})

	it('pages through every upload once, also several of one key', async () => {
		const opened: (string | undefined)[] = []
		for (const key of ['a', 'a', 'a', 'b', 'c']) opened.push((await create(key)).UploadId)
		const seen: (string | undefined)[] = []
		let markers: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}
		while (markers) {
			const page: { Uploads?: { UploadId?: string }[]; NextKeyMarker?: string; NextUploadIdMarker?: string } =
				await trial.client().send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 2, ...markers }))
			seen.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId))
			markers = page.NextKeyMarker
				? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
				: undefined
		}
		expect(seen).toEqual(opened)
	})
})
