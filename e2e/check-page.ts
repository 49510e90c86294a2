import type { Page } from '@playwright/test'

/** The sentence of a healthy sync. */
export const OK = "OK: the customer's role holds every right that a sync needs."

/** What a template that was not filled in leaves behind. */
export const PLACEHOLDER = /\$\{|\{\{|<[a-z][\w -]*>|\bundefined\b|\bnull\b|\bNaN\b|\[object|\bTODO\b|\bYOUR_|X{4,}/i

export const verdict = (page: Page) => page.getByRole('heading', { level: 1 })
export const runButton = (page: Page) => page.getByRole('button', { name: 'Run check' })

/** Every request by which `page` orders a check, from now on. */
export function orders(page: Page): string[] {
	const sent: string[] = []
	page.on('request', (request) => {
		if (request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/v1/checks')) sent.push(request.url())
	})
	return sent
}
