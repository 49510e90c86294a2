import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contextFilter, readRecipe } from './image-recipe.ts'
import { foldersBelow, takeSteps } from './image-steps.ts'

const read = (name: string) => readFileSync(`infra/images/${name}`, 'utf8')

describe.each(['service', 'console'])('the %s image', (name) => {
	const text = read(`${name}.Dockerfile`)
	const recipe = readRecipe(text)

	it('runs on the Node that the tests run on', () => {
		const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
			devDependencies: { node: string }
		}
		expect(text).toContain(`\nARG NODE_IMAGE=node:${devDependencies.node}-bookworm-slim\n`)
		expect(recipe.stages.map(({ base }) => base)).toEqual(['${NODE_IMAGE}', '${NODE_IMAGE}'])
	})

	it('is started without a shell, by the user and with the health check that Terraform names', () => {
		const container = readFileSync('infra/modules/container/main.tf', 'utf8')
		expect(container).toContain(`user                   = "${recipe.user}"`)
		const path = /health_path\s*= "(.*)"/.exec(readFileSync(`infra/modules/${name}/main.tf`, 'utf8'))?.[1]
		expect(recipe.healthCheck.at(-1)).toContain(`}${path}\`)`)
		expect(recipe.command[0]).toBe('node')
	})

	it('keeps a connection for longer than the load balancer before it', () => {
		const [place, kept] =
			name === 'service'
				? ['edge/main.tf', 75_000]
				: ['console/load-balancer.tf', recipe.stages.at(-1)?.env.KEEP_ALIVE_TIMEOUT]
		const idle = /idle_timeout\s*= (\d+)/.exec(readFileSync(`infra/modules/${place}`, 'utf8'))?.[1]
		expect(Number(kept)).toBeGreaterThan(Number(idle) * 1000)
	})

	it('installs what the lock file says and runs no script of a package', () => {
		const commands = recipe.stages.flatMap(({ steps }) =>
			steps.flatMap((each) => (each.kind === 'run' ? [each.command] : [])),
		)
		const installs = commands.filter((each) => each.startsWith('npm '))
		expect(installs).toHaveLength(1)
		expect(installs[0]).toMatch(/^npm ci .*--ignore-scripts/)
		expect(recipe.stages.at(-1)?.steps.filter(({ kind }) => kind === 'run')).toEqual([])
	})

	it.each([
		['.env', 'secrets of somebody'],
		['.sluice/secrets.json', 'secrets of a local world'],
		['service/main.test.ts', 'a test'],
		['lib/saml/signed-response.fixture.ts', 'a test builds with it'],
		['service/rolling.torture.ts', 'a long proof'],
		['standin/main.ts', 'the stand-in'],
		['node_modules/zod/package.json', 'installed on another machine'],
		['.git/config', 'history'],
	])('is not sent %s: %s', (path) => {
		expect(contextFilter(read(`${name}.Dockerfile.dockerignore`))(path)).toBe(false)
	})
})

it.each([
	['RUN ["npm", "ci"]\nVOLUME /data', 'another instruction'],
	['COPY --chown=node a b', 'another option'],
	['CMD node main.ts', 'a command for a shell'],
	['ENV A b', 'the old form of ENV'],
])('refuses what it does not understand: %s (%s)', (lines) => {
	expect(() => readRecipe(`FROM node\n${lines}`)).toThrow()
})

describe('taking steps', () => {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-steps-'))
	afterAll(() => rmSync(folder, { recursive: true }))
	const repository = join(folder, 'repository')
	mkdirSync(join(repository, 'service'), { recursive: true })
	writeFileSync(join(repository, 'service/main.ts'), 'one')
	const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' }
	const take = (name: string, text: string) => {
		const said: string[] = []
		const say = (line: string) => void said.push(line)
		const place = { repository, context: ['service/main.ts'], folder: join(folder, name), machine, say }
		return { root: takeSteps(readRecipe(text), place), said }
	}

	it('takes each in its order and stage, and the last stage is the image', () => {
		const { root, said } = take(
			'whole',
			`FROM a AS build
WORKDIR /build
COPY . ./
RUN cp service/main.ts made && printf two >> made
FROM a
WORKDIR /app
ADD --chmod=444 https://example.com/x.pem /etc/x.pem
COPY --from=build /build/made ./made`,
		)
		expect(readFileSync(join(root, 'app/made'), 'utf8')).toBe('onetwo')
		expect(said.join('\n')).toMatch(/cp service.*\n.*left out here: \/etc\/x\.pem.*example\.com/)
	})

	it('ends at a step that fails, with what it said', () => {
		expect(() => take('failing', 'FROM a\nWORKDIR /b\nRUN echo why >&2; false')).toThrow(/failed:\nwhy/)
	})

	it('knows nothing of the outer environment but where programs are', () => {
		process.env.SLUICE_OUTER = 'seen'
		const { root } = take('clean', 'FROM a\nWORKDIR /b\nRUN printf "%s" "$SLUICE_OUTER" > seen')
		delete process.env.SLUICE_OUTER
		expect(readFileSync(join(root, 'b/seen'), 'utf8')).toBe('')
	})

	describe('without a registry', () => {
		const lone = join(folder, 'lone')
		const packages = {
			'': { dependencies: { 'not-published-a': '1.0.0' }, devDependencies: { 'not-published-b': '1.0.0' } },
			'node_modules/not-published-a': { version: '1.0.0' },
			'node_modules/not-published-b': { version: '1.0.0', dev: true },
		}
		const files = {
			'package.json': { name: 'lone', version: '1.0.0', ...packages[''] },
			'package-lock.json': { name: 'lone', version: '1.0.0', lockfileVersion: 3, requires: true, packages },
			'node_modules/not-published-b/package.json': { name: 'not-published-b', version: '1.0.0' },
		}
		const write = (name: string, content: object) => {
			mkdirSync(dirname(join(lone, name)), { recursive: true })
			writeFileSync(join(lone, name), JSON.stringify(content))
		}
		for (const [name, content] of Object.entries(files)) write(name, content)
		const install = (name: string) => {
			const text =
				'FROM a\nWORKDIR /b\nENV npm_config_registry=http://127.0.0.1:1\nCOPY . ./\nRUN npm ci --ignore-scripts --omit=dev'
			const context = ['package.json', 'package-lock.json']
			const place = { repository: lone, context, folder: join(folder, name), machine, say: () => {} }
			return join(takeSteps(readRecipe(text), place), 'b')
		}

		it('a package that is missing here is an error', () => {
			expect(() => install('missing')).toThrow(/not those of package-lock\.json: missing node_modules\/not-published-a/)
		})

		it('the same packages come from those installed here: what ships, nothing of development', () => {
			write('node_modules/not-published-a/package.json', { name: 'not-published-a', version: '1.0.0' })
			expect(foldersBelow(install('copied'), 'node_modules')).toEqual(['node_modules/not-published-a'])
		})
	})
})
