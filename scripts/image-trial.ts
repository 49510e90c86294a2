import { chmodSync, chownSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { createSigner } from '../lib/gateway/signer.ts'
import account from '../standin/world/account.json' with { type: 'json' }
import { answers, type Child, startChild, whenReady } from './child.ts'
import type { Recipe } from './image-recipe.ts'
import { consoleEnvironment, type LocalWorld, serviceEnvironment, standinEnvironment } from './local-world.ts'

/** A finished image: its root folder and how it is started. */
export type Image = { recipe: Recipe; root: string }
export type Trial = { world: LocalWorld; say(line: string): void }

/** Takes the right to write from everybody, or gives it back to the owner, so that the tree can be removed. */
export function seal(root: string, sealed: boolean): void {
	const entries = readdirSync(root, { recursive: true, withFileTypes: true })
	for (const entry of entries.filter((each) => !each.isSymbolicLink())) {
		setWritable(join(entry.parentPath, entry.name), !sealed)
	}
	setWritable(root, !sealed)
}

/** Who may read stays as the image says: that is part of what is tried. */
function setWritable(path: string, writable: boolean): void {
	const { mode } = statSync(path)
	chmodSync(path, writable ? mode | 0o200 : mode & 0o555)
}

/** Starts both images against the stand-in, asks what load balancers and people ask first, and stops them. Throws at the first wrong answer. */
export async function tryImages(images: Record<'service' | 'console', Image>, { world, say }: Trial): Promise<void> {
	const { urls, dataDir } = world
	const running: Child[] = []
	const keep = (child: Child) => {
		running.unshift(child)
		return child
	}
	try {
		const logFile = join(dataDir, 'stand-in.log')
		const standin = keep(startChild('stand-in', ['standin/main.ts'], { env: standinEnvironment(world), logFile }))
		await whenReady(
			standin,
			standin.line((line) => line.startsWith('{"ready":true')),
		)
		const data = ownFolder(join(dataDir, 'service-data'), userOf(images.service))
		const service = { ...serviceEnvironment(world), SLUICE_DATA_DIR: data, DATABASE_URL: undefined }
		const started = keep(start('service', images.service, service, dataDir))
		await whenReady(started, answers(`${urls.service}/readyz`))
		await expectStatus(`${urls.service}/healthz`, 200)
		await expectSigned(world)
		await passesHealthCheck('service', images.service, service, dataDir)
		await cannotWrite(images.service, service, dataDir)
		say('  the service answers /healthz, /readyz, its own health check and a signed call through the gate')

		const settings = consoleEnvironment(world)
		const shown = keep(start('console', images.console, settings, dataDir))
		await whenReady(shown, answers(`${urls.console}/sign-in`))
		await expectStatus(`${urls.console}/sign-in/start?to=/`, 302)
		await passesHealthCheck('console', images.console, settings, dataDir)
		await cannotWrite(images.console, settings, dataDir)
		await keepsConnections(`${urls.console}/sign-in`)
		await servesOnWhileStopping(shown, `${urls.console}/sign-in`)
		say(
			'  the console answers the sign-in page, the way to Okta, its own health check, and for a while after it was told to stop',
		)
	} finally {
		for (const child of running) await child.stop()
	}
	const ends = await Promise.all(running.map(({ ended }) => ended))
	const wrong = ends.filter((words) => !words.includes('(exit code 0)'))
	if (wrong.length > 0) throw new Error(wrong.join('\n'))
	say('  both stopped when they were told to')
}

/** A load balancer must let go of a connection first; ours do after 60 s. */
async function keepsConnections(url: string): Promise<void> {
	const kept = (await fetch(url)).headers.get('keep-alive')
	if (kept !== 'timeout=75') throw new Error(`${url} keeps connections for ${kept}, not timeout=75`)
}

/** A load balancer goes on sending for seconds: each request within one second of SIGTERM must be answered. */
async function servesOnWhileStopping(child: Child, url: string): Promise<void> {
	const stopped = child.stop()
	for (const told = performance.now(); performance.now() - told < 1000; ) await expectStatus(url, 200)
	await stopped
}

/** The number of the image's user, whom this machine need not know. Only root can become somebody else. */
function userOf({ recipe }: Image): { uid?: number; gid?: number } {
	const [uid, gid] = recipe.user.split(':').map(Number)
	if (!uid || !gid) throw new Error('an image must name a user by number who is not root')
	return process.getuid?.() === 0 ? { uid, gid } : {}
}

function ownFolder(path: string, { uid, gid }: { uid?: number; gid?: number }): string {
	mkdirSync(path, { mode: 0o700 })
	if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
	return path
}

function start(name: string, image: Image, env: NodeJS.ProcessEnv, logs: string, words = image.recipe.command): Child {
	const [program, ...args] = words
	if (program !== 'node') throw new Error(`the ${name} must be started by node, not ${program}`)
	const own = { ...image.recipe.stages.at(-1)?.env, ...env }
	return startChild(name, args, { env: own, logFile: join(logs, `${name}.log`), cwd: image.root, ...userOf(image) })
}

async function passesHealthCheck(name: string, image: Image, env: NodeJS.ProcessEnv, logs: string): Promise<void> {
	const words = await start(`${name}'s health check`, image, env, logs, image.recipe.healthCheck).ended
	if (!words.includes('exit code 0')) throw new Error(words)
}

/** A trial on a tree that could be written would prove nothing. */
async function cannotWrite(image: Image, env: NodeJS.ProcessEnv, logs: string): Promise<void> {
	const words = await start('writer', image, env, logs, ['node', '-e', "fs.writeFileSync('written', '')"]).ended
	if (!/EACCES|EROFS/.test(words)) throw new Error(`the tree can be written: ${words}`)
}

async function expectStatus(url: string, status: number, headers: Record<string, string> = {}): Promise<void> {
	const answer = await fetch(url, { redirect: 'manual', headers })
	if (answer.status !== status)
		throw new Error(`${url} answered ${answer.status}, not ${status}: ${await answer.text()}`)
}

const issued = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() })

async function expectSigned({ urls }: LocalWorld): Promise<void> {
	const answer = await fetch(`${urls.world}/_world/credentials`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ role: 'sluice-cli-viewer', sessionName: 'viewer@sluice.example' }),
	})
	const credentials = issued.parse(await answer.json())
	const sign = createSigner({ credentials: async () => credentials, region: account.region, now: () => new Date() })
	const url = new URL(`${urls.gate}/prod/v1/sources`)
	const signed = await sign({ method: 'GET', url, headers: {}, body: null })
	await expectStatus(url.href, 200, signed ?? {})
}
