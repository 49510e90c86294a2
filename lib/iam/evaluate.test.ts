import { describe, expect, it } from 'vitest'
import type { AccessRequest, PolicySet } from './access.ts'
import { evaluate } from './evaluate.ts'

const us = '111122223333'
const them = '444455556666'
const session = `arn:aws:sts::${us}:assumed-role/reader/ada`
const user = `arn:aws:iam::${us}:user/team/ada`
const object = 'arn:aws:s3:::lake/raw/1'

const request: AccessRequest = {
	principal: session,
	action: 's3:GetObject',
	resource: object,
	resourceAccount: us,
	context: {},
}
const trust = { ...request, action: 'sts:AssumeRole', resource: `arn:aws:iam::${us}:role/target` }

const doc = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements })
const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' }
const denyAll = { Effect: 'Deny', Action: '*', Resource: '*' }
const silent = { Effect: 'Allow', Action: 'glue:*', Resource: '*' }
const grantTo = (...names: string[]) => doc({ ...allowAll, Principal: { AWS: names } })
const denyBut = (...names: string[]) =>
	doc({ ...allowAll, Principal: '*' }, { ...denyAll, NotPrincipal: { AWS: names } })

type Row = [string, AccessRequest, PolicySet, string, string[]]

function decisions(rows: Row[]) {
	it.each(rows)('%s', (_, asked, policies, decision, layers) => {
		const verdict = evaluate(asked, policies)
		expect([verdict.decision, verdict.layers]).toEqual([decision, layers])
		expect(verdict.layer).toBe(layers[0] ?? null)
	})
}

describe('whom a resource policy names', () => {
	decisions([
		[
			'a role itself is known by its name too',
			{ ...request, principal: `arn:aws:iam::${us}:role/a/reader` },
			{ resource: grantTo(`arn:aws:iam::${us}:role/reader`) },
			'allowed',
			[],
		],
		[
			'a role with a path is known by its name',
			request,
			{ resource: grantTo(`arn:aws:iam::${us}:role/a/b/reader`) },
			'allowed',
			[],
		],
		[
			'a role of that name elsewhere is another',
			request,
			{ resource: grantTo(`arn:aws:iam::${them}:role/reader`) },
			'implicitDeny',
			['identity'],
		],
		[
			'a path is no name',
			request,
			{ resource: grantTo(`arn:aws:iam::${us}:role/reader/x`) },
			'implicitDeny',
			['identity'],
		],
		[
			'a user counts with its path',
			{ ...request, principal: user },
			{ resource: grantTo(`arn:aws:iam::${us}:user/ada`) },
			'implicitDeny',
			['identity'],
		],
		[
			'the closest of several names counts',
			request,
			{ resource: grantTo(us, session), boundary: doc(silent) },
			'allowed',
			[],
		],
		[
			'the closest of several statements counts',
			request,
			{ resource: doc({ ...allowAll, Principal: { AWS: us } }, { ...allowAll, Principal: { AWS: session } }) },
			'allowed',
			[],
		],
		[
			'a grant to the role stays inside the boundary',
			request,
			{ resource: grantTo(`arn:aws:iam::${us}:role/reader`), boundary: doc(silent) },
			'implicitDeny',
			['boundary'],
		],
		['an account hands over to identity', request, { resource: grantTo(us), identity: [doc(allowAll)] }, 'allowed', []],
		[
			'a Deny on the account hits its callers',
			request,
			{ resource: doc({ ...denyAll, Principal: { AWS: us } }), identity: [doc(allowAll)] },
			'explicitDeny',
			['resource'],
		],
		[
			'an Allow in the denying layer counts',
			request,
			{ resource: doc({ ...allowAll, Principal: '*' }, { ...denyAll, Principal: '*' }) },
			'explicitDeny',
			['resource'],
		],
		[
			'past silence, never past a Deny',
			request,
			{ resource: grantTo('*'), session: doc(denyAll) },
			'explicitDeny',
			['session'],
		],
		[
			'services are not callers',
			request,
			{ resource: doc({ ...allowAll, Principal: { Service: '*' } }) },
			'implicitDeny',
			['identity'],
		],
	])
})

describe('NotPrincipal', () => {
	const other = `arn:aws:iam::${us}:user/bob`
	decisions([
		['a listed session is spared', request, { resource: denyBut(session) }, 'allowed', []],
		[
			'a listed role spares its sessions',
			request,
			{ resource: denyBut(`arn:aws:iam::${us}:role/reader`) },
			'allowed',
			[],
		],
		[
			'a listed account does not spare its users',
			{ ...request, principal: user },
			{ resource: denyBut(us, other) },
			'explicitDeny',
			['resource'],
		],
		[
			'a boundary forfeits the list',
			request,
			{ resource: denyBut(session), boundary: doc(allowAll) },
			'explicitDeny',
			['resource'],
		],
		['a session policy does not', request, { resource: denyBut(session), session: doc(allowAll) }, 'allowed', []],
		['everybody listed: nobody hit', { ...request, principal: 'anonymous' }, { resource: denyBut('*') }, 'allowed', []],
		[
			'an Allow reaches an unsigned call',
			{ ...request, principal: 'anonymous' },
			{ resource: doc({ ...allowAll, NotPrincipal: { AWS: other } }) },
			'allowed',
			[],
		],
		[
			'an Allow spares the listed despite a boundary',
			{ ...request, principal: other },
			{ resource: doc({ ...allowAll, NotPrincipal: { AWS: other } }), boundary: doc(allowAll) },
			'implicitDeny',
			['identity'],
		],
	])
})

describe('accounts', () => {
	const foreign = { ...request, resourceAccount: them }
	decisions([
		[
			'another account needs both sides',
			foreign,
			{ identity: [doc(allowAll)], resource: grantTo(session) },
			'allowed',
			[],
		],
		['and says both are missing', foreign, {}, 'implicitDeny', ['resource', 'identity']],
		[
			'a grant to everybody does not lift the boundary from outside',
			foreign,
			{ identity: [doc(allowAll)], resource: grantTo('*'), boundary: doc(silent), session: doc(silent) },
			'implicitDeny',
			['boundary', 'session'],
		],
		[
			'an unsigned call needs the resource policy only',
			{ ...foreign, principal: 'anonymous' },
			{ resource: grantTo('*') },
			'allowed',
			[],
		],
		[
			'and nothing without it',
			{ ...request, principal: 'anonymous' },
			{ identity: [doc(allowAll)] },
			'implicitDeny',
			['resource'],
		],
		[
			'naming an account does not mean strangers',
			{ ...request, principal: 'anonymous' },
			{ resource: grantTo(us) },
			'implicitDeny',
			['resource'],
		],
		[
			'an unsigned call knows no SCP, not even its Deny',
			{ ...request, principal: 'anonymous' },
			{ resource: grantTo('*'), scps: [[doc(denyAll)], []] },
			'allowed',
			[],
		],
		[
			'an unsigned call meets the RCP',
			{ ...request, principal: 'anonymous' },
			{ resource: grantTo('*'), rcps: [[], [doc({ ...denyAll, Principal: '*' })]] },
			'explicitDeny',
			['rcp'],
		],
	])

	it('knows whether the caller comes from another one', () => {
		expect(evaluate(foreign, {}).crossAccount).toBe(true)
		expect(evaluate(request, {}).crossAccount).toBe(false)
		expect(evaluate({ ...foreign, principal: 'anonymous' }, {}).crossAccount).toBe(false)
	})
})

describe('sts:AssumeRole inside one account', () => {
	decisions([
		['a direct grant is enough', trust, { resource: grantTo(session) }, 'allowed', []],
		['the account hands over to identity', trust, { resource: grantTo(us) }, 'implicitDeny', ['identity']],
		[
			'identity alone opens nothing',
			trust,
			{ identity: [doc(allowAll)], resource: grantTo(them) },
			'implicitDeny',
			['resource'],
		],
		['no grant: only the trust policy is missing', trust, { resource: grantTo(them) }, 'implicitDeny', ['resource']],
		[
			'other calls to STS are plain calls',
			{ ...trust, action: 'sts:TagSession' },
			{ identity: [doc(allowAll)], resource: grantTo(them) },
			'allowed',
			[],
		],
		['without a trust policy identity decides', trust, { identity: [doc(allowAll)] }, 'allowed', []],
	])
})

describe('organizations', () => {
	decisions([
		[
			'each level must allow',
			request,
			{ identity: [doc(allowAll)], scps: [[doc(allowAll)], [doc(silent)], [doc(allowAll)]] },
			'implicitDeny',
			['scp'],
		],
		[
			'one document of the level is enough',
			request,
			{ identity: [doc(allowAll)], scps: [[doc(silent), doc(allowAll)]] },
			'allowed',
			[],
		],
		[
			'a level without documents allows nothing',
			request,
			{ identity: [doc(allowAll)], scps: [[]] },
			'implicitDeny',
			['scp'],
		],
		[
			'an RCP level without documents takes nothing away',
			request,
			{ identity: [doc(allowAll)], rcps: [[], []] },
			'allowed',
			[],
		],
		[
			'denials first, each group in order',
			request,
			{ rcps: [[doc({ ...denyAll, Principal: '*' })]], scps: [[]], boundary: doc(denyAll), session: doc(silent) },
			'explicitDeny',
			['rcp', 'boundary', 'scp', 'identity', 'session'],
		],
	])
})

describe('the request', () => {
	const allow = (member: object) => ({ identity: [doc({ Effect: 'Allow', Action: '*', Resource: '*', ...member })] })
	const api = `arn:aws:execute-api:us-west-2:${us}:api1/prod/GET/v1/me`
	const invoke = { ...request, action: 'execute-api:Invoke', resource: api }
	const shortForm = (Resource: string) => ({
		resource: doc({ Effect: 'Allow', Principal: '*', Action: '*', Resource }),
	})
	decisions([
		['one character inside an action', request, allow({ Action: 'S3:get?bject' }), 'allowed', []],
		['no service is a prefix of another', request, allow({ Action: 's:*' }), 'implicitDeny', ['identity']],
		['any service', request, allow({ Action: '*:GetObject' }), 'allowed', []],
		[
			'an action without resources needs the bare star',
			{ ...request, resource: '*' },
			allow({ Resource: 'arn:aws:s3:::*' }),
			'implicitDeny',
			['identity'],
		],
		[
			'and is outside every NotResource but that',
			{ ...request, resource: '*' },
			{ identity: [doc({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::*' })] },
			'allowed',
			[],
		],
		[
			'a star in a request is that character',
			{ ...request, resource: 'arn:aws:s3:::lake/*' },
			allow({ Resource: 'arn:aws:s3:::lake/raw' }),
			'implicitDeny',
			['identity'],
		],
		[
			'what is no ARN is met by the star only',
			{ ...request, resource: 'lake' },
			allow({ Resource: 'arn:aws:s3:::*' }),
			'implicitDeny',
			['identity'],
		],
		['the short form means the API asked for', invoke, shortForm('execute-api:/prod/*/v1/*'), 'allowed', []],
		['and keeps the stage', invoke, shortForm('execute-api:/beta/*'), 'implicitDeny', ['identity']],
		[
			'and colons in the path',
			{ ...invoke, resource: `${api}:a:b` },
			shortForm('execute-api:/prod/GET/v1/me:a:b'),
			'allowed',
			[],
		],
		[
			'and is about no other service',
			{ ...request, resource: 'arn:aws:s3:::api1/prod/x' },
			shortForm('execute-api:/*'),
			'implicitDeny',
			['identity'],
		],
	])
})

describe('variables in resources', () => {
	const context = { 'aws:username': 'ada', 'aws:account': us }
	const policy = (Resource: string, Version = '2012-10-17') => ({
		identity: [{ Version, Statement: { Effect: 'Allow', Action: '*', Resource } }],
	})
	decisions([
		[
			'filled in the last part',
			{ ...request, resource: 'arn:aws:s3:::lake/ada', context },
			policy('arn:aws:s3:::lake/${aws:username}'),
			'allowed',
			[],
		],
		[
			'not before it',
			{ ...request, resource: `arn:aws:glue:r:${us}:t`, context },
			policy('arn:aws:glue:r:${aws:account}:t'),
			'implicitDeny',
			['identity'],
		],
		[
			'text in the old language',
			{ ...request, resource: 'arn:aws:s3:::lake/ada', context },
			policy('arn:aws:s3:::lake/${aws:username}', '2008-10-17'),
			'implicitDeny',
			['identity'],
		],
		[
			'filled in the short form',
			{ ...request, resource: `arn:aws:execute-api:r:${us}:api1/ada`, context },
			{ resource: doc({ Effect: 'Allow', Principal: '*', Action: '*', Resource: 'execute-api:/${aws:username}' }) },
			'allowed',
			[],
		],
	])
})

describe('what the verdict rests on', () => {
	it('points at every statement that matches', () => {
		const verdict = evaluate(request, {
			identity: [doc(silent), doc({ ...silent, Sid: 'Glue' }, { ...allowAll, Sid: 'All' })],
			scps: [[doc(allowAll)], [doc(allowAll), doc(silent, { ...denyAll, Sid: 'Stop' })]],
		})
		const none = { level: null, sid: null }
		expect(verdict.because).toEqual([
			{ layer: 'scp', level: 0, document: 0, statement: 0, sid: null, effect: 'Allow' },
			{ layer: 'scp', level: 1, document: 0, statement: 0, sid: null, effect: 'Allow' },
			{ layer: 'scp', level: 1, document: 1, statement: 1, sid: 'Stop', effect: 'Deny' },
			{ ...none, layer: 'identity', document: 1, statement: 1, sid: 'All', effect: 'Allow' },
		])
	})

	it('names every layer with a malformed document, and the first fault', () => {
		const verdict = evaluate(request, {
			identity: [doc(allowAll), 5],
			boundary: { Statement: [] },
			rcps: [[doc(allowAll)]],
		})
		expect(verdict).toEqual({
			decision: 'invalid',
			layer: 'rcp',
			layers: ['rcp', 'identity', 'boundary'],
			crossAccount: false,
			reason: 'rcp-may-only-deny',
			because: [],
		})
	})
})
