import type { Page } from '@playwright/test'

/**
 * Notes from now on what a person does by hand: each press of the pointer, each Enter, and each field that something is
 * typed or pasted into. Lasts as long as the document, so call it once signed in.
 */
export async function countActions(page: Page): Promise<string[]> {
	const actions: string[] = []
	await page.exposeFunction('sluiceActed', (action: string) => actions.push(action))
	await page.evaluate(() => {
		const acted = (action: string) => (window as unknown as { sluiceActed(action: string): void }).sluiceActed(action)
		const nameOf = (target: EventTarget | null) => {
			const element = target instanceof Element ? (target.closest('a, button, input, label') ?? target) : null
			return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim().slice(0, 60)
		}
		let field: EventTarget | null = null
		addEventListener('pointerdown', ({ target }) => acted(`press ${nameOf(target)}`), true)
		addEventListener('keydown', ({ key, target }) => key === 'Enter' && acted(`Enter on ${nameOf(target)}`), true)
		addEventListener('focusin', () => (field = null), true)
		addEventListener(
			'input',
			({ target }) => {
				if (target !== field && target instanceof HTMLInputElement && target.type !== 'radio')
					acted(`type ${nameOf(target)}`)
				field = target
			},
			true,
		)
	})
	return actions
}
