import { describe, expect, it } from 'vitest'
import { type DocumentKind, parseDocument } from './document.ts'

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }
const grant = { ...allow, Principal: '*' }
const document = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements })

describe('a malformed document', () => {
	it.each<[string, unknown, DocumentKind, string, (string | number)[]]>([
		['not an object', [], 'identity', 'not-an-object', []],
		['JSON text instead of JSON', '{"Statement":[]}', 'identity', 'not-an-object', []],
		['a later version', { ...document(allow), Version: '2012-10-18' }, 'identity', 'bad-version', ['Version']],
		['version null', { ...document(allow), Version: null }, 'identity', 'bad-version', ['Version']],
		['a numeric id', { ...document(allow), Id: 1 }, 'identity', 'bad-id', ['Id']],
		['a hostile member', JSON.parse('{"__proto__": {}}'), 'identity', 'unknown-policy-key', ['__proto__']],
		['no statement in the list', document(), 'identity', 'no-statement', ['Statement']],
		['statement null', { Statement: null }, 'identity', 'statement-not-an-object', ['Statement']],
		['a list in the list', document([allow]), 'identity', 'statement-not-an-object', ['Statement', 0]],
		['the second one', document(allow, 'x'), 'identity', 'statement-not-an-object', ['Statement', 1]],
		[
			'lower-case member',
			document({ ...allow, effect: 'Allow' }),
			'identity',
			'unknown-statement-key',
			['Statement', 0, 'effect'],
		],
		[
			'effect with a space',
			document({ ...allow, Effect: 'Allow ' }),
			'identity',
			'bad-effect',
			['Statement', 0, 'Effect'],
		],
		['a numeric sid', document({ ...allow, Sid: 1 }), 'identity', 'bad-sid', ['Statement', 0, 'Sid']],
		['a sentence as sid', document({ ...allow, Sid: 'Two words' }), 'identity', 'bad-sid', ['Statement', 0, 'Sid']],
		[
			'one sid twice',
			document({ ...allow, Sid: 'A' }, { ...allow, Sid: 'A' }),
			'scp',
			'duplicate-sid',
			['Statement', 1, 'Sid'],
		],
		['no action in the list', document({ ...allow, Action: [] }), 'identity', 'bad-action', ['Statement', 0, 'Action']],
		['action null', document({ ...allow, Action: null }), 'identity', 'bad-action', ['Statement', 0, 'Action']],
		['an empty action', document({ ...allow, Action: '' }), 'identity', 'bad-action', ['Statement', 0, 'Action']],
		[
			'an action without a name',
			document({ ...allow, Action: 's3:' }),
			'identity',
			'bad-action',
			['Statement', 0, 'Action'],
		],
		[
			'an action with a space',
			document({ ...allow, Action: ['s3:*', ' s3:*'] }),
			'identity',
			'bad-action',
			['Statement', 0, 'Action', 1],
		],
		[
			'Not- forms of both',
			document({ ...allow, NotAction: 's3:*' }),
			'identity',
			'both-action-and-notaction',
			['Statement', 0, 'NotAction'],
		],
		[
			'an empty Not- list',
			document({ Effect: 'Deny', NotAction: [], Resource: '*' }),
			'identity',
			'bad-action',
			['Statement', 0, 'NotAction'],
		],
		[
			'no resource in the list',
			document({ ...allow, Resource: [] }),
			'identity',
			'bad-resource',
			['Statement', 0, 'Resource'],
		],
		['resource null', document({ ...grant, Resource: null }), 'resource', 'bad-resource', ['Statement', 0, 'Resource']],
		[
			'half an ARN',
			document({ ...allow, Resource: 'arn:aws:s3:b' }),
			'identity',
			'bad-resource',
			['Statement', 0, 'Resource'],
		],
		[
			'a short form of one’s own',
			document({ ...allow, Resource: 'execute-api:/prod/*' }),
			'identity',
			'bad-resource',
			['Statement', 0, 'Resource'],
		],
		[
			'condition null',
			document({ ...allow, Condition: null }),
			'identity',
			'bad-condition',
			['Statement', 0, 'Condition'],
		],
		[
			'condition list',
			document({ ...allow, Condition: [] }),
			'identity',
			'bad-condition',
			['Statement', 0, 'Condition'],
		],
		[
			'a value null',
			document({ ...allow, Condition: { StringEquals: { 'a:b': ['x', null] } } }),
			'identity',
			'bad-condition',
			['Statement', 0, 'Condition', 'StringEquals', 'a:b', 1],
		],
		[
			'a key of no service',
			document({ ...allow, Condition: { StringEquals: { team: 'x' } } }),
			'identity',
			'bad-condition',
			['Statement', 0, 'Condition', 'StringEquals', 'team'],
		],
		[
			'an unlisted operator',
			document({ ...allow, Condition: { Equals: {} } }),
			'identity',
			'unknown-operator',
			['Statement', 0, 'Condition', 'Equals'],
		],
		['nobody named', document(allow), 'resource', 'no-principal', ['Statement', 0]],
		[
			'both kinds of principal',
			document({ ...grant, NotPrincipal: '*' }),
			'resource',
			'both-principal-and-notprincipal',
			['Statement', 0, 'NotPrincipal'],
		],
		[
			'a principal of one’s own',
			document(grant),
			'session',
			'principal-not-allowed-here',
			['Statement', 0, 'Principal'],
		],
		['a principal in an SCP', document(grant), 'scp', 'principal-not-allowed-here', ['Statement', 0, 'Principal']],
		['an RCP that allows', document(grant), 'rcp', 'rcp-may-only-deny', ['Statement', 0, 'Effect']],
		[
			'an RCP on one account',
			document({ ...grant, Effect: 'Deny', Principal: { AWS: '*' } }),
			'rcp',
			'rcp-principal-not-everybody',
			['Statement', 0, 'Principal'],
		],
		[
			'an RCP that spares',
			document({ ...allow, Effect: 'Deny', NotPrincipal: '*' }),
			'rcp',
			'rcp-principal-not-everybody',
			['Statement', 0, 'Principal'],
		],
		[
			'an RCP on nothing',
			document({ Effect: 'Deny', Principal: '*', Action: '*' }),
			'rcp',
			'no-resource',
			['Statement', 0],
		],
	])('%s', (_, json, kind, reason, path) => {
		expect(parseDocument(json, kind)).toEqual({ ok: false, reason, path })
	})

	it.each<[unknown, (string | number)[]]>([
		['111122223333', []],
		[{}, []],
		[{ AWS: [] }, []],
		[{ AWS: '' }, ['AWS']],
		[{ aws: '*' }, ['aws']],
		[{ AWS: ['*', 'me'] }, ['AWS', 1]],
		[{ AWS: '11112222333' }, ['AWS']],
		[{ AWS: 'arn:aws:iam::111122223333:role/a*' }, ['AWS']],
		[{ AWS: 'arn:aws:iam::111122223333:user/?' }, ['AWS']],
		[{ AWS: 'arn:aws:iam::*:root' }, ['AWS']],
		[{ AWS: 'arn:aws:iam::111122223333:group/g' }, ['AWS']],
		[{ AWS: 'arn:aws:iam::111122223333:role/' }, ['AWS']],
		[{ AWS: 'arn:aws:iam:us-east-1:111122223333:root' }, ['AWS']],
		[{ AWS: 'arn:aws:s3:::b' }, ['AWS']],
		[{ AWS: 'arn:aws:sts::111122223333:assumed-role/r' }, ['AWS']],
		[{ AWS: 'arn:aws:sts::111122223333:assumed-role/r/' }, ['AWS']],
		[{ AWS: 'arn:aws:sts::111122223333:assumed-role/p/r/s' }, ['AWS']],
		[{ AWS: { a: 1 } }, ['AWS']],
		[{ Service: 5 }, ['Service']],
	])('the principal %j', (Principal, path) => {
		const parsed = parseDocument(document({ ...grant, Principal }), 'resource')
		expect(parsed).toEqual({ ok: false, reason: 'bad-principal', path: ['Statement', 0, 'Principal', ...path] })
	})
})

describe('odd but well-formed', () => {
	it.each<[string, unknown, DocumentKind]>([
		['one statement without a list', { Statement: allow }, 'identity'],
		['an empty sid twice', document({ ...allow, Sid: '' }, { ...allow, Sid: '' }), 'identity'],
		['a sentence as sid in a bucket policy', document({ ...grant, Sid: 'Two words.' }), 'resource'],
		['one sid twice in a bucket policy', document({ ...grant, Sid: 'A' }, { ...grant, Sid: 'A' }), 'resource'],
		['any action of any service', document({ ...allow, Action: '*:*' }), 'identity'],
		['a service with a dash', document({ ...allow, Action: 'execute-api:Invoke' }), 'identity'],
		['an operator without keys', document({ ...allow, Condition: { StringEquals: {} } }), 'identity'],
		[
			'a trust policy without a resource',
			document({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }),
			'resource',
		],
		['the short form of API Gateway', document({ ...grant, Resource: 'execute-api:/*' }), 'resource'],
		['a deleted role', document({ ...grant, Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } }), 'resource'],
		[
			'principals of several types',
			document({ ...grant, Principal: { Service: ['a.amazonaws.com'], Federated: 'x', CanonicalUser: 'y' } }),
			'resource',
		],
		[
			'an origin access identity',
			document({ ...grant, Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' } }),
			'resource',
		],
	])('%s', (_, json, kind) => {
		expect(parseDocument(json, kind)).toMatchObject({ ok: true })
	})

	it('reads numbers and booleans of a condition as their text', () => {
		const parsed = parseDocument(document({ ...allow, Condition: { Bool: { 'a:b': [true, 7, 'x'] } } }), 'identity')
		expect(parsed).toMatchObject({
			ok: true,
			document: { statements: [{ conditions: [{ values: ['true', '7', 'x'] }] }] },
		})
	})
})
