import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Row } from './row.ts'

const ROUTES = [
	'/sign-in',
	'/sources',
	'/sources/harbor-web',
	'/sources/harbor-web/edit',
	'/checks',
	'/checks/any',
	'/clusters',
	'/clusters/any',
	'/replays',
	'/replays/any',
	'/replays/plans/any',
]
const goalOf = (route: string) => ({ atMost: route === '/sign-in' ? 1.25 : 1.75 })

/**
 * First-load JS of each route in KB gzip: every script that the served page names. The reference is what Next.js itself
 * needs for an empty page of the same build: the framework's main files, without any layout or page of ours.
 */
export async function firstLoad(consoleUrl: string): Promise<Row[]> {
	const manifest = JSON.parse(readFileSync('.next/build-manifest.json', 'utf8')) as { rootMainFiles: string[] }
	const empty = kilobytes(manifest.rootMainFiles)
	const rows = ROUTES.map(async (route): Promise<Row> => {
		const html = await (await fetch(consoleUrl + route)).text()
		const ours = kilobytes(scriptsOf(html))
		const measure = `first-load JS of ${route}`
		return {
			measure,
			ours: `${ours.toFixed(0)} KB`,
			reference: `${empty.toFixed(0)} KB`,
			ratio: ours / empty,
			goal: goalOf(route),
		}
	})
	return Promise.all(rows)
}

/** Files below `_next/` that the page loads as modern browsers do: `nomodule` scripts are left out. */
function scriptsOf(html: string): string[] {
	const tags = html.match(/<script[^>]*\ssrc="[^"]+"[^>]*>/g) ?? []
	const modern = tags.filter((tag) => !/\snomodule/i.test(tag))
	return [...new Set(modern.flatMap((tag) => /src="\/_next\/([^"?]+)/.exec(tag)?.[1] ?? []))]
}

const kilobytes = (files: string[]) =>
	files.reduce((sum, file) => sum + gzipSync(readFileSync(`.next/${file}`)).length, 0) / 1000
