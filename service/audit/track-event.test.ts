import { describe, expect, it } from 'vitest'
import { type TrackedRequest, trackEvent } from './track-event.ts'

const request = (changed: Partial<TrackedRequest> = {}): TrackedRequest => ({
	auditId: '4f2c2e0e-6d0b-4f6e-9a57-8f0a3c1d2b3e',
	at: new Date('2026-11-20T10:00:00.123Z'),
	phase: 'intent',
	requestId: 'JKJaXmPLvHcESHA=',
	gateRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
	identityId: 'us-west-2:11111111-2222-4333-8444-555555555555',
	person: 'sam@sluice.example',
	role: 'support',
	operation: 'sources.get',
	target: 'harbor-web',
	ticket: 'LAKE-12',
	status: 200,
	code: null,
	latencyMs: 12,
	...changed,
})
const eventOf = (changed: Partial<TrackedRequest> = {}) => JSON.parse(trackEvent(request(changed)))

describe('a track event', () => {
	it('says who did what, when, to which source, with what outcome, and nothing else', () => {
		// A row of the audit has more than an event may tell.
		const row = { ...request(), parameters: { roleArn: 'arn:x' }, roleArn: 'arn:y', sourceIp: '203.0.113.7', hash: 'h' }
		expect(JSON.parse(trackEvent(row))).toEqual({
			type: 'track',
			messageId: '4f2c2e0e-6d0b-4f6e-9a57-8f0a3c1d2b3e',
			timestamp: '2026-11-20T10:00:00.123Z',
			event: 'sources.get',
			userId: 'sam@sluice.example',
			properties: {
				outcome: 'done',
				requestId: 'JKJaXmPLvHcESHA=',
				gateRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
				operation: 'sources.get',
				role: 'support',
				target: 'harbor-web',
				ticket: 'LAKE-12',
				status: 200,
				code: null,
				latencyMs: 12,
			},
		})
	})

	it.each<[string, Partial<TrackedRequest>, object]>([
		['refused', { phase: 'refused', status: 403, code: 'role-unknown' }, { outcome: 'refused', status: 403 }],
		['a failure', { status: 500, code: 'internal' }, { outcome: 'done', status: 500, code: 'internal' }],
		['lost', { status: null, latencyMs: null }, { outcome: 'unknown', status: null, latencyMs: null }],
	])('tells an outcome that is %s', (_what, changed, properties) => {
		expect(eventOf(changed).properties).toMatchObject(properties)
	})

	it('is that of an identity while nobody knows the person, and of one nobody when that is missing too', () => {
		const anonymous = eventOf({ person: null })
		expect(anonymous).toMatchObject({ anonymousId: 'us-west-2:11111111-2222-4333-8444-555555555555' })
		expect(anonymous).not.toHaveProperty('userId')
		expect(eventOf({ person: null, identityId: null })).toMatchObject({ anonymousId: 'unknown' })
	})
})
