import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { quotedList, render } from './render.ts'
import { readRules } from './rules.ts'
import { API_ARN, CONSOLE, ROLES } from './trial-world.ts'

const FOLDER = new URL('../../infra/gate/', import.meta.url)
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
const text = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8')
const KNOWN = [
	'api_arn',
	'console_origin',
	'expose_headers',
	'viewer_roles',
	'support_roles',
	'engineer_roles',
	'admin_roles',
	'auditor_roles',
]

const rules = readRules({ apiArn: API_ARN, consoleOrigin: CONSOLE, roles: ROLES })
const statementSchema = z.object({
	Sid: z.string(),
	Effect: z.string(),
	Principal: z.unknown(),
	Resource: z.array(z.string()),
})
const { Statement: statements } = z
	.object({ Statement: z.array(statementSchema) })
	.parse(JSON.parse(rules.resourcePolicy))

describe('the files of infra/gate', () => {
	it.each(files)('%s is JSON before rendering and holds known placeholders only', (name) => {
		expect(() => JSON.parse(text(name))).not.toThrow()
		const found = [...text(name).matchAll(/\$\{([^}]*)\}/g)].map(([, placeholder]) => placeholder)
		expect(found.filter((placeholder) => !KNOWN.includes(placeholder ?? ''))).toEqual([])
	})

	it('leave no placeholder when rendered', () => expect(JSON.stringify(rules)).not.toMatch(/[$%]\{/))
})

describe('the resource policy', () => {
	/** What a role set may do, stage aside: METHOD/prefix. */
	const patterns = new Set(
		statements
			.filter(({ Effect, Principal }) => Effect === 'Allow' && Principal !== '*')
			.flatMap(({ Sid, Resource }) => Resource.map((arn) => `${Sid} ${arn.replace(/^[^/]*\/[^/]*\//, '')}`)),
	)

	it('stays at a dozen hand-kept patterns', () => expect(patterns.size).toBeLessThanOrEqual(12))

	it('stays under 8,192 characters with the longest ids', () => {
		const apiArn = API_ARN.replace('us-west-2', 'ap-southeast-2').replace('standin0', 'abcdefghij')
		const { resourcePolicy } = readRules({ apiArn, consoleOrigin: CONSOLE, roles: ROLES })
		expect(JSON.stringify(JSON.parse(resourcePolicy)).length).toBeLessThan(8192)
	})

	it('names the stage of everything it allows, OPTIONS first of all', () => {
		const stages = statements
			.filter(({ Effect }) => Effect === 'Allow')
			.flatMap(({ Resource }) => Resource.map((arn) => arn.split('/')[1]))
		expect([...new Set(stages)].sort()).toEqual(['beta', 'prod'])
	})

	it('gives both stages the same', () => {
		for (const { Effect, Resource } of statements.filter((each) => each.Effect === 'Allow')) {
			const of = (stage: string) =>
				Resource.filter((arn) => arn.split('/')[1] === stage).map((arn) => arn.replace(`/${stage}/`, '/'))
			expect(Effect).toBe('Allow')
			expect(of('prod')).toEqual(of('beta'))
		}
	})

	it('has no path segment that equals a method name, which */METHOD/* would catch', () => {
		const segments = [...patterns].flatMap((pattern) => pattern.split('/').slice(1))
		expect(segments.filter((segment) => /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/i.test(segment))).toEqual([])
	})

	it('ends no prefix inside a word, so that session* cannot open session-releases', () => {
		expect([...patterns].filter((pattern) => /[^/]\*/.test(pattern) || /\*./.test(pattern))).toEqual([])
	})

	it('denies all six methods on every stage to whoever is not listed', () => {
		const deny = statements.find(({ Effect }) => Effect === 'Deny')
		expect(deny?.Resource.map((arn) => arn.slice(API_ARN.length))).toEqual(
			['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => `/*/${method}/*`),
		)
	})
})

describe('the other files', () => {
	it('log one of the ids, which AWS demands, and no secret', () => {
		const sources = Object.values(rules.accessLog)
		expect(sources).toEqual(expect.arrayContaining(['$context.requestId', '$context.extendedRequestId']))
		expect(sources.filter((source) => !/^\$context\.[\w.]+$/.test(source))).toEqual([])
		expect(Buffer.byteLength(JSON.stringify(rules.accessLog))).toBeLessThan(3072)
	})

	it('map identity headers from context and stage variables', () => {
		const sources = Object.values(rules.identityHeaders)
		expect(sources.filter((source) => !/^(context\.[\w.]+|stageVariables\.\w+)$/.test(source))).toEqual([])
	})

	it.each(['DEFAULT_4XX', 'DEFAULT_5XX', 'THROTTLED'])('dress %s for the console', (type) => {
		expect(rules.responses[type]?.responseParameters).toMatchObject({
			'gatewayresponse.header.Access-Control-Allow-Origin': `'${CONSOLE}'`,
			'gatewayresponse.header.Access-Control-Expose-Headers': `'${rules.cors.exposeHeaders.join(',')}'`,
		})
	})
})

describe('render', () => {
	const hole = (name: string) => ['$', '{', name, '}'].join('')

	it.each([
		['a placeholder without value', `a ${hole('missing')}`],
		['an expression', hole('join(",", x)')],
		['an escape', `$${hole('name')}`],
		['a directive', '%{ if x }'],
		['a placeholder brought in by a value', hole('nested')],
		['a name that every object has', hole('constructor')],
	])('refuses %s', (_why, template) => expect(() => render(template, { name: 'x', nested: hole('name') })).toThrow())

	it('takes a value literally', () => expect(render(`<${hole('name')}>`, { name: '$& $1' })).toBe('<$& $1>'))

	it.each([
		'*',
		'arn:aws:iam::111122223333:role/*',
		'arn:aws:iam::111122223333:user/x',
		'arn:aws:iam::111122223333:role/a","*',
	])('refuses the role %s', (arn) => {
		expect(() => quotedList([arn])).toThrow(/not a role ARN/)
	})
})
