import { describe, expect, it } from 'vitest'
import { refusalAnswer } from './answer.ts'
import { accessDenied, backendLate, bodyTooLarge, throttled, unknownStage } from './refusal.ts'
import type { GatewayResponses } from './rules.ts'

const response = (name: string, more: Partial<GatewayResponses[string]> = {}): GatewayResponses[string] => ({
	statusCode: null,
	responseParameters: { 'gatewayresponse.header.X-Which': `'${name}'` },
	responseTemplates: {},
	...more,
})

const responses: GatewayResponses = {
	DEFAULT_4XX: response('4xx'),
	DEFAULT_5XX: response('5xx'),
	THROTTLED: response('throttled', {
		statusCode: '503',
		responseTemplates: { 'application/json': '{"say":$context.error.messageString,"id":"$context.requestId"}' },
	}),
}

const variables = () => new Map([['context.requestId', 'r-1']])

describe('which gateway response dresses a refusal', () => {
	it.each([
		['its own', throttled, 'throttled'],
		['else the one for 4xx', accessDenied('no'), '4xx'],
		['else the one for 5xx', backendLate, '5xx'],
		['none for 413', bodyTooLarge, undefined],
		['none where no API answers', unknownStage, undefined],
	])('%s', (_why, refusal, which) => {
		const { headers } = refusalAnswer(refusal, responses, variables())
		expect(headers.find(([name]) => name === 'X-Which')?.[1]).toBe(which)
	})

	it('may change status and body', () => {
		const { status, body } = refusalAnswer(throttled, responses, variables())
		expect([status, JSON.parse(String(body))]).toEqual([503, { say: 'Too Many Requests', id: 'r-1' }])
	})

	it('takes a header from the context and leaves it out when that has no value', () => {
		const responseParameters = {
			'gatewayresponse.header.X-Id': 'context.requestId',
			'gatewayresponse.header.X-Arn': 'context.identity.userArn',
		}
		const { headers } = refusalAnswer(throttled, { THROTTLED: response('', { responseParameters }) }, variables())
		expect(headers.slice(2)).toEqual([['X-Id', 'r-1']])
	})
})
