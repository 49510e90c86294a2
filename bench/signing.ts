import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { median, type Row } from './row.ts'

const SIZES = [
	{ name: '1 KB', bytes: 1_000, goal: { atLeast: 0.4 } },
	{ name: '100 KB', bytes: 100_000, goal: { atLeast: 0.65 } },
]
/** Many short rounds: a machine's speed drifts within a second, and a pair of neighbours shares its drift. */
const ROUNDS = 30
const SECONDS = 0.1

/** Signatures per second in Chromium against the WebCrypto floor of the same page: the median of the ratios of each round. */
export async function signing(executablePath: string | undefined): Promise<Row[]> {
	const script = await bundle()
	const server = createServer((request, response) => {
		const asked = request.url === '/signing.js'
		response.setHeader('content-type', asked ? 'text/javascript' : 'text/html')
		response.end(asked ? script : '<!doctype html><title>signing</title>')
	})
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
	const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
	const browser = await chromium.launch({ executablePath, args: ['--disable-background-networking', ...sandbox] })
	try {
		const page = await browser.newPage()
		// WebCrypto exists on secure origins only, and localhost counts as one.
		await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
		const rows: Row[] = []
		for (const { name, bytes, goal } of SIZES) {
			const rounds = []
			for (let round = 0; round <= ROUNDS; round++)
				rounds.push(await page.evaluate(measure, { bytes, seconds: SECONDS }))
			const counted = rounds.slice(1)
			const [ours, floor] = [median(counted.map((one) => one.ours)), median(counted.map((one) => one.floor))]
			rows.push({
				measure: `signatures per second in Chromium, ${name} body`,
				ours: ours.toFixed(0),
				reference: `${floor.toFixed(0)} WebCrypto floor, cached key`,
				ratio: median(counted.map((one) => one.ours / one.floor)),
				goal,
			})
		}
		return rows
	} finally {
		await browser.close()
		server.close()
	}
}

async function measure({
	bytes,
	seconds,
}: {
	bytes: number
	seconds: number
}): Promise<{ ours: number; floor: number }> {
	const path = '/signing.js'
	const page = (await import(path)) as typeof import('./signing-page.ts')
	return { ours: await page.ours(bytes, seconds), floor: await page.floor(bytes, seconds) }
}

/** The client's signer and the floor as one module, bundled as for a browser. */
async function bundle(): Promise<string> {
	const output = await build({
		configFile: false,
		logLevel: 'error',
		build: { write: false, target: 'es2022', lib: { entry: 'bench/signing-page.ts', formats: ['es'] } },
	})
	const built = Array.isArray(output) ? output[0] : output
	if (!built || !('output' in built)) throw new Error('The signer could not be bundled')
	return built.output[0].code
}
