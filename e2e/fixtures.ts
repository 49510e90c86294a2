import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import personas from '../standin/world/personas.json' with { type: 'json' }
import { type Stack, startStack } from './stack.ts'
import { remainsOf, type Seen, secretsIn, watch } from './sweep.ts'

export { expect }

/** Zoomed to 200 %, a window has half as many CSS pixels each way; 320 is where WCAG 2.2 (1.4.10) asks for reflow. */
const WINDOWS = [
	{ width: 1280, height: 800 },
	{ width: 640, height: 400 },
	{ width: 320, height: 700 },
]

type TestFixtures = {
	/** Another browser: own cookies, own storage, watched and swept like the first. */
	otherBrowser(): Promise<BrowserContext>
	/** Opens `path` signed out and goes through Okta as the persona, as a person would. */
	signIn(page: Page, persona: string, path: string): Promise<void>
	/** Fails when any page violates an accessibility rule in either theme. */
	accessible(page: Page): Promise<void>
	/** Fails when the page scrolls sideways in a wide window, in one zoomed to 200 %, or on 320 px. */
	fits(page: Page): Promise<void>
	/** What was copied last in `page`. */
	copied(page: Page): Promise<string>
	/** What passed by while the test ran; when it ends, storages, URLs and logs are swept for it. */
	seen: Seen
}

export const test = base.extend<TestFixtures, { stack: Stack }>({
	stack: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright reads this pattern to learn what a fixture needs
		async ({}, use, worker) => {
			const stack = await startStack(3100 + worker.parallelIndex * 20)
			await use(stack)
			await stack.stop()
		},
		{ scope: 'worker', timeout: 120_000 },
	],
	baseURL: ({ stack }, use) => use(stack.urls.console),
	otherBrowser: async ({ browser, seen, stack }, use) => {
		await use(async () => {
			const context = await browser.newContext({ baseURL: stack.urls.console })
			watch(context, seen)
			return context
		})
	},
	signIn: async ({ stack }, use) => {
		await use(async (page, persona, path) => {
			await page.goto(stack.urls.console + path)
			await choosePersona(page, persona)
			await page.waitForURL((url) => url.origin === stack.urls.console && !url.pathname.startsWith('/sign-in/'))
		})
	},
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads this pattern to learn what a fixture needs
	accessible: async ({}, use) => {
		await use(async (page) => {
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme })
				const { violations } = await new AxeBuilder({ page }).analyze()
				const found = violations.map(
					({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
				)
				expect(found, `${page.url()} in the ${colorScheme} theme`).toEqual([])
			}
		})
	},
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads this pattern to learn what a fixture needs
	fits: async ({}, use) => {
		await use(async (page) => {
			for (const viewport of WINDOWS) {
				await page.setViewportSize(viewport)
				const wide = await page.evaluate(() => document.documentElement.scrollWidth)
				expect(wide, `${page.url()} scrolls sideways at ${viewport.width} px`).toBeLessThanOrEqual(viewport.width)
			}
		})
	},
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads this pattern to learn what a fixture needs
	copied: async ({}, use) => {
		await use(async (page) => {
			// The console's permissions policy lets no script read the clipboard, so it is pasted elsewhere.
			const elsewhere = await page.context().newPage()
			await elsewhere.setContent('<textarea autofocus></textarea>')
			await elsewhere.locator('textarea').focus()
			await elsewhere.keyboard.press('Control+V')
			const text = await elsewhere.locator('textarea').inputValue()
			await elsewhere.close()
			return text
		})
	},
	seen: [
		async ({ browser, context, stack }, use) => {
			const seen: Seen = { secrets: new Set(), urls: [], console: [] }
			const before = stack.logs().length
			watch(context, seen)
			await use(seen)
			const pages = browser.contexts().flatMap((one) => one.pages())
			const remains = await Promise.all(pages.map((page) => remainsOf(page).catch(() => '')))
			const swept = { storage: remains.join('\n'), urls: seen.urls.join('\n'), console: seen.console.join('\n') }
			for (const [place, text] of Object.entries({ ...swept, logs: stack.logs().slice(before) })) {
				expect(secretsIn(text, seen.secrets), `secrets left in ${place}`).toEqual([])
			}
			for (const other of browser.contexts()) if (other !== context) await other.close()
			await stack.world('reset')
		},
		{ auto: true },
	],
})

/** Clicks the persona on Okta's page. */
export async function choosePersona(page: Page, persona: string): Promise<void> {
	const name = personas.find((one) => one.id === persona)?.displayName
	if (name === undefined) throw new Error(`There is no persona "${persona}"`)
	await page.getByRole('button', { name: new RegExp(name) }).click()
}
