import type { Page } from '@playwright/test'

const GO_ON = /^(next|continue|sign in|log in|verify)$/i

/**
 * Goes through whatever Okta shows: a list of people with a button each, or fields for user and password, on one page or on two.
 * A second factor is not answered; for a smoke test Okta needs a person without one.
 */
export async function signInAtOkta(page: Page, user: string, password: string): Promise<void> {
	const person = page.getByRole('button', { name: user })
	const name = page.getByRole('textbox', { name: /user|e-?mail/i })
	await person.or(name).first().waitFor()
	if (await person.isVisible()) return person.click()
	const secret = page.locator('input[type=password]')
	await name.fill(user)
	if (!(await secret.isVisible())) await page.getByRole('button', { name: GO_ON }).click()
	await secret.fill(password)
	await page.getByRole('button', { name: GO_ON }).click()
}
