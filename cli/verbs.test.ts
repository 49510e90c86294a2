import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { check } from '../lib/contract/check-report.ts'
import { clusterStatus } from '../lib/contract/cluster-status.ts'
import { ROLES } from '../lib/contract/role.ts'
import { writeTerminalFiles } from '../scripts/local-terminal.ts'
import { type Env, type Stack, sluice, startStack } from './stack.fixture.ts'

/** Each test starts processes, which take their time on a busy machine. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

/** Every verb as a process of its own, with pipes, through the gate to a service of its own process. */

const WORLD = new URL('../standin/world/sources.json', import.meta.url).pathname
const sources = JSON.parse(readFileSync(WORLD, 'utf8')) as { sourceId: string; bucket: string }[]

let stack: Stack
let admin: Env
let support: Env
let viewer: Env
beforeAll(async () => {
	stack = await startStack()
	;[admin, support, viewer] = await Promise.all([stack.as('admin'), stack.as('support'), stack.as('viewer')])
})
afterEach(() => stack.world('aws', { faults: [] }))
afterAll(() => stack.close())

describe('sources import', () => {
	it('asks nobody in a script: without --yes nothing is sent', async () => {
		const before = stack.passages().length
		const { code, stderr } = await sluice(['sources', 'import', WORLD, '--ticket', 'LAKE-1'], admin)
		expect([code, stack.passages(before)]).toEqual([2, []])
		expect(stderr).toContain('--yes')
	})

	it.each([
		['a file that is not there', '/nonexistent/sources.json', '', 'cannot be read'],
		['what is no JSON', '-', 'sourceId,customer', 'is not JSON'],
		['what is no list', '-', '{}', 'holds no list of sources'],
		[
			'a mistyped bucket',
			'-',
			JSON.stringify([{ ...sources[0], bucket: 'A' }]),
			'item 1: harbor-web: bucket must be an S3 bucket',
		],
		['a missing setting', '-', JSON.stringify([{ ...sources[0], bucket: undefined }]), 'bucket is missing'],
		['one id twice', '-', JSON.stringify([sources[0], sources[0]]), 'item 2: harbor-web is the id of item 1 as well'],
	])('sends nothing of %s', async (_, file, input, words) => {
		const before = stack.passages().length
		const { code, stderr } = await sluice(['sources', 'import', file, '--ticket', 'LAKE-1', '--yes'], admin, input)
		expect([code, stack.passages(before)]).toEqual([2, []])
		expect(stderr).toContain(words)
	})

	it('puts every source, and tells of each how many settings changed', async () => {
		const { code, stdout, stderr } = await sluice(
			['sources', 'import', WORLD, '--ticket', 'LAKE-1', '--yes', '--csv'],
			admin,
		)
		const lines = stdout.trim().split('\n')
		expect([code, lines[0]]).toEqual([0, 'sourceId,result,changes,why,requestId'])
		expect(lines.slice(1).map((line) => line.replace(/,[^,]*$/, ''))).toEqual(
			sources.map(({ sourceId }) => `${sourceId},created,12,`),
		)
		expect(stderr).toContain(`${sources.length} created\nConsole: ${stack.urls.console}/sources?ticket=LAKE-1`)
	})

	it('changes nothing by the same file again', async () => {
		const { code, stdout } = await sluice(['sources', 'import', WORLD, '--ticket', 'LAKE-2', '--yes', '--json'], admin)
		const { results } = JSON.parse(stdout) as { results: { result: string; changes: number }[] }
		expect([code, new Set(results.map(({ result, changes }) => `${result} ${changes}`))]).toEqual([
			0,
			new Set(['unchanged 0']),
		])
	})

	it('tells of one that the service refuses, and goes on with the others', async () => {
		const [one, other, third] = sources
		const items = [
			{ ...one, database: 'moved' },
			{ ...other, catalogId: '999999999999' },
			{ ...third, database: 'moved' },
		]
		const { code, stdout } = await sluice(
			['sources', 'import', '-', '--ticket', 'LAKE-3', '--yes'],
			admin,
			JSON.stringify(items),
		)
		expect(code).toBe(1)
		expect(stdout).toMatch(/harbor-web +changed +1 /)
		expect(stdout).toMatch(/harbor-ios +refused +The service: /)
		expect(stdout).toMatch(/fjord-prod +changed +1 /)
		expect(await sluice(['sources', 'import', WORLD, '--ticket', 'LAKE-4', '--yes'], admin)).toMatchObject({ code: 0 })
	})

	it('stops at a refusal that would meet every source, and leaves none untold', async () => {
		const before = stack.passages().length
		const { code, stdout, stderr } = await sluice(['sources', 'import', WORLD, '--ticket', 'LAKE-1', '--yes'], support)
		expect([code, stack.passages(before).filter((line) => line.startsWith('PUT')).length]).toEqual([1, 1])
		expect(stdout).toMatch(/harbor-web +refused +The gate: /)
		expect(stdout.match(/not sent/g)).toHaveLength(sources.length - 1)
		expect(stderr).toContain('The gate refused')
	})
})

describe('whoami', () => {
	it.each(ROLES.map((role) => [role]))('knows %s by the session’s name', async (role) => {
		const { code, stdout } = await sluice(['whoami', '--json'], await stack.as(role))
		expect(code).toBe(0)
		expect(JSON.parse(stdout)).toMatchObject({
			link: `${stack.urls.console}/`,
			person: `${role}@sluice.example`,
			role,
			via: 'cli',
		})
	})
})

describe('sources', () => {
	it('search writes a table to a pipe, without colour and uncut, and its link beside it', async () => {
		const { code, stdout, stderr } = await sluice(['sources', 'search', 'Harbor', 'Outfitters'], support)
		expect(code).toBe(0)
		expect(stdout).toMatch(
			/^source id +customer +region +cluster id\nharbor-ios +Harbor Outfitters +us-west-2 +j-\w+\nharbor-web .*\n$/,
		)
		expect(stderr).toBe(`Console: ${stack.urls.console}/sources?q=Harbor+Outfitters\n`)
	})

	it('search answers JSON with its link, and says how to go on', async () => {
		const { stdout } = await sluice(['sources', 'search', '--limit', '2', '--json'], support)
		const first = JSON.parse(stdout) as { link: string; items: object[]; nextCursor: string }
		expect([first.link, first.items.length]).toEqual([`${stack.urls.console}/sources`, 2])
		const next = await sluice(['sources', 'search', '--limit', '2', '--cursor', first.nextCursor], support)
		expect([next.code, next.stderr]).toEqual([0, expect.stringContaining('There are more: add --cursor ')])
	})

	it('search that finds nothing is fine', async () => {
		expect(await sluice(['sources', 'search', 'nobody-has-this-name'], support)).toMatchObject({
			code: 0,
			stdout: 'Nothing found.\n',
		})
	})

	it.each([
		[['sources', 'show', 'harbor-web']],
		[['sources', 'show', '-s', 'harbor-web']],
		[['sources', 'show', '--source', 'harbor-web']],
	])('%j shows a source to who may see its role', async (args) => {
		const { code, stdout } = await sluice([...args, '--ticket', 'LAKE-7', '--json'], support)
		expect([code, JSON.parse(stdout)]).toEqual([
			0,
			expect.objectContaining({
				link: `${stack.urls.console}/sources/harbor-web?ticket=LAKE-7`,
				roleArn: 'arn:aws:iam::210987654321:role/SegmentDataLakeRole',
			}),
		])
	})

	it('show leaves out of every form what a viewer may not see', async () => {
		for (const form of [[], ['--json'], ['--csv']]) {
			const { code, stdout } = await sluice(['sources', 'show', 'harbor-web', ...form], viewer)
			expect([code, stdout.includes('harbor_web'), stdout.includes('SegmentDataLakeRole')]).toEqual([0, true, false])
		}
	})

	it('versions tells what changed', async () => {
		const { code, stdout } = await sluice(['sources', 'versions', 'harbor-web'], support)
		expect(code).toBe(0)
		expect(stdout).toMatch(/\n2 .*LAKE-3 +database\n1 .*LAKE-1 +workspaceId, customer/)
	})

	it('put changes a source only when it is told so, and refuses one that has moved on', async () => {
		const { sourceId: _, ...settings } = { ...sources[1], sourceId: 'harbor-ios' }
		const text = JSON.stringify({ ...settings, database: 'moved' })
		const order = ['sources', 'put', 'harbor-ios', '--settings', '@-', '--base-version', '1', '--ticket', 'LAKE-9']
		expect(await sluice(order, admin, text)).toMatchObject({ code: 2, stdout: '' })
		const done = await sluice([...order, '--yes', '--json'], admin, text)
		expect([done.code, JSON.parse(done.stdout)]).toMatchObject([
			0,
			{ source: { version: 2, database: 'moved' }, changes: [{ field: 'database' }] },
		])
		const late = await sluice([...order, '--yes'], admin, text)
		expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('The service refused')])
	})
})

describe('check', () => {
	const linkOf = (text: string) => new RegExp(`${stack.urls.console}/checks/(chk-[\\w-]+)`).exec(text)

	it('run waits, says who has to change what, lists denied rights first, and ends with 1', async () => {
		const { code, stdout, stderr } = await sluice(
			['check', 'run', '-s', 'grove-android', '--profile', 'sync', '--ticket', 'LAKE-5'],
			support,
		)
		expect(code).toBe(1)
		expect(stdout).toMatch(/^Blocked: .*glue:BatchCreatePartition.*organisation admin.*\n/)
		expect(stdout).toMatch(/outcome +action +layer +headline\ndenied +glue:BatchCreatePartition +scp .*\nallowed/)
		expect(stdout).toMatch(/\nadvice\ntitle .*\n.*organisation admin.*glue-batch-create-partition/)
		expect(stderr).toMatch(/Started: http.*\n(?:.*\n)*Console: http.*\/checks\/chk-.*\?ticket=LAKE-5\n$/)
		const id = linkOf(stderr)?.[1] ?? ''
		const shown = await sluice(['check', 'show', id, '--json'], support)
		expect([shown.code, check.parse(JSON.parse(shown.stdout))]).toMatchObject([
			1,
			{ checkId: id, verdict: 'blocked', ticket: 'LAKE-5' },
		])
	})

	it('run ends with 0 where all is well, and its JSON is the report that show gives', async () => {
		const { code, stdout } = await sluice(['check', 'run', '-s', 'harbor-web', '--profile', 'sync', '--json'], support)
		const report = check.parse(JSON.parse(stdout))
		expect([code, report.verdict]).toEqual([0, 'ok'])
		const shown = await sluice(['check', 'show', '--check', report.checkId, '--json'], support)
		expect([shown.code, JSON.parse(shown.stdout)]).toEqual([0, JSON.parse(stdout)])
		const rows = await sluice(['check', 'show', report.checkId, '--csv'], support)
		expect(rows.stdout.trim().split('\n')).toHaveLength(report.findings.length + 1)
	})

	it('run ends with 3 where nobody can tell', async () => {
		await stack.world('aws', {
			faults: [
				{ account: 'aspen', service: 'glue', status: 500 },
				{ account: 'fjord', service: 'glue', status: 500 },
			],
		})
		const { code, stdout } = await sluice(['check', 'run', '-s', 'fjord-prod', '--profile', 'sync', '--json'], support)
		expect([code, JSON.parse(stdout)]).toMatchObject([3, { status: 'done', verdict: 'unclear' }])
	})

	it('run --no-wait answers at once; what runs has no verdict to show yet', async () => {
		await stack.world('aws', { faults: [{ account: 'cedar', hang: true }] })
		const { code, stdout } = await sluice(
			['check', 'run', '-s', 'cedar-app', '--profile', 'sync', '--no-wait', '--json'],
			support,
		)
		const started = JSON.parse(stdout) as { link: string; checkId: string; status: string }
		expect([code, started.status, linkOf(started.link)?.[1]]).toEqual([0, 'running', started.checkId])
		const shown = await sluice(['check', 'show', started.checkId], support)
		expect([shown.code, shown.stdout]).toEqual([3, expect.stringContaining('running')])
	})

	it('run under one key is one check, however often it is sent', async () => {
		const order = [
			'check',
			'run',
			'-s',
			'delta-web',
			'--profile',
			'debug',
			'--no-wait',
			'--json',
			'--idempotency-key',
			'one-key-for-this',
		]
		const [first, again] = [await sluice(order, support), await sluice(order, support)]
		expect([first.code, again.stdout]).toEqual([0, first.stdout])
	})

	it('list filters by source and profile', async () => {
		const { code, stdout } = await sluice(['check', 'list', '--source', 'grove-android', '--profile', 'sync'], viewer)
		expect(code).toBe(0)
		expect(stdout).toMatch(/^check id .*\nchk-\S+ +grove-android +sync +done +blocked .*\n$/)
	})
})

describe('emr', () => {
	it.each([
		['harbor-web', 0, 'ok'],
		['lumen-streaming', 1, 'ended'],
		['tundra-iot', 1, 'missing-tag'],
	])('check fetches and waits: the cluster of %s ends with %s, %s', async (sourceId, exit, verdict) => {
		const order = ['emr', 'check', '-s', sourceId, '--json']
		const { code, stdout } = await sluice(order, support)
		const status = clusterStatus.parse(JSON.parse(stdout))
		expect([code, status.verdict, status.fetching]).toEqual([exit, verdict, null])
		const link = `${stack.urls.console}/clusters/${status.clusterId}?source=${sourceId}`
		expect(JSON.parse(stdout)).toMatchObject({ link })
		const shown = await sluice(['emr', 'show', status.clusterId, '-s', sourceId], viewer)
		expect([shown.code, shown.stdout, shown.stderr]).toEqual([
			exit,
			expect.stringContaining(String(status.headline)),
			`Console: ${link}\n`,
		])
	})

	it('check of another cluster says that there is none', async () => {
		const { code, stdout } = await sluice(['emr', 'check', '-s', 'harbor-web', '-c', 'j-N0SUCHCLUSTER'], support)
		expect([code, stdout]).toEqual([1, expect.stringMatching(/^Most likely there is no cluster/)])
	})

	it('check of what was never asked for ends with 3 when nobody answers', async () => {
		await stack.world('aws', { faults: [{ account: 'fjord', service: 'elasticmapreduce', status: 500 }] })
		const { code, stdout } = await sluice(['emr', 'check', '-s', 'fjord-prod', '--json'], support)
		expect([code, JSON.parse(stdout)]).toMatchObject([3, { verdict: 'unreachable' }])
	})

	it('check is not for a viewer; list is', async () => {
		const refused = await sluice(['emr', 'check', '-s', 'harbor-web'], viewer)
		expect([refused.code, refused.stderr]).toEqual([
			1,
			expect.stringContaining(`${stack.urls.console}/clusters?source=harbor-web`),
		])
		expect(await sluice(['emr', 'list', '-s', 'harbor-web'], viewer)).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('WAITING'),
		})
	})
})

describe('the local world', () => {
	it('gives a terminal a profile for each role, without keys in any file', async () => {
		const { urls, folder } = stack
		const service = `http://127.0.0.1:${stack.base + 5}`
		const env = writeTerminalFiles({ dataDir: folder, urls: { ...urls, service } })
		for (const role of ROLES) {
			const { code, stdout } = await sluice(['whoami', '--json', '--aws-profile', role], env)
			expect([code, JSON.parse(stdout)]).toMatchObject([0, { person: `${role}@sluice.example`, role }])
		}
		expect(readFileSync(env.AWS_CONFIG_FILE, 'utf8')).not.toMatch(/A[KS]IA|secret/i)
	})
})

describe('the other nouns', () => {
	it('sessions release says that nobody is bound', async () => {
		const order = ['sessions', 'release', '--person', 'nobody@sluice.example', '--ticket', 'LAKE-1']
		expect(await sluice(order, admin)).toMatchObject({ code: 2 })
		expect(await sluice([...order, '--yes'], admin)).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('nobody@sluice.example'),
		})
	})

	it('openapi show answers the description', async () => {
		const { code, stdout } = await sluice(['openapi', 'show', '--json'], viewer)
		expect([code, JSON.parse(stdout)]).toMatchObject([0, { openapi: '3.0.3' }])
	})
})
