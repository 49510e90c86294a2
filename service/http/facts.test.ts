import { describe, expect, it } from 'vitest'
import { auditParameters, targetOf } from './facts.ts'

describe('what a request is about, as the audit keeps it', () => {
	it.each([
		[
			'its source, before anything else',
			{ sourceId: 'src-1', person: 'p', replayId: 'rpl-1', clusterId: 'j-1' },
			'src-1',
		],
		['a person', { person: 'support@sluice.example' }, 'support@sluice.example'],
		['a replay that is decided on', { replayId: 'rpl-1', digest: 'd', ticket: 'LAKE-7' }, 'rpl-1'],
		['a plan that is submitted', { planId: 'pln-1', acknowledged: [], ticket: 'LAKE-7' }, 'pln-1'],
		['a check that is opened', { checkId: 'chk-1' }, 'chk-1'],
		['a cluster without a source', { clusterId: 'j-2AXXXXXXGAPLF' }, 'j-2AXXXXXXGAPLF'],
		['a replay although an empty source stands beside it', { sourceId: undefined, replayId: 'rpl-1' }, 'rpl-1'],
		['nothing', { q: 'harbor', ticket: 'LAKE-7' }, null],
		['nothing that is no text', { sourceId: ['src-1'], planId: 7 }, null],
	])('%s', (_, input, target) => {
		expect(targetOf(input)).toBe(target)
	})
})

describe('what the audit keeps of a request’s input', () => {
	it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		[
			'short texts, numbers and flags',
			{ planId: 'pln-1', days: 7, all: true },
			{ planId: 'pln-1', days: 7, all: true },
		],
		['what was acknowledged, by name', { acknowledged: ['emr-add'] }, { acknowledged: ['emr-add'] }],
		['only how long a text is that is long', { because: 'x'.repeat(201) }, { because: '[201 characters]' }],
		['the same within a list', { events: ['Paid', 'x'.repeat(201)] }, { events: ['Paid', '[201 characters]'] }],
		['only the names of settings', { settings: { roleArn: 'arn', bucket: 'b' } }, { settings: ['bucket', 'roleArn'] }],
		['the same within a list', { many: [{ roleArn: 'arn' }] }, { many: [['roleArn']] }],
		['nothing of a secret', { samlResponse: ['short'] }, { samlResponse: '[redacted]' }],
	])('%s', (_, input, kept) => {
		expect(auditParameters(input)).toEqual(kept)
	})
})
