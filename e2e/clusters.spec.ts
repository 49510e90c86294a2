import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { credentialsOf, handSigned } from './hand-signed.ts'
import type { Stack } from './stack.ts'

type Call = { service: string; operation: string; code: string | null; caller: string | null }

const headline = (page: Page) => page.getByRole('heading', { level: 1 })
const fetchButton = (page: Page) => page.getByRole('button', { name: 'Fetch status' })
const callsTo = (stack: Stack, account: string) => stack.look<Call[]>(`calls?account=${account}`)

/** Presses Fetch and waits until the account has answered. */
async function fetched(page: Page): Promise<void> {
	await fetchButton(page).click()
	await expect(headline(page)).not.toContainText(/Nothing was fetched|Asking the account|^Cluster j-/)
}

test('from the form to the status: the account is asked by a press, never before', async ({
	accessible,
	page,
	signIn,
	stack,
}) => {
	await signIn(page, 'support', '/clusters?ticket=LAKE-2001')
	await page.getByLabel('Source', { exact: true }).fill('willow-web')
	await expect(page.getByLabel('Cluster id (optional)')).toHaveAttribute('placeholder', 'j-2W1LL0WWEB01')
	await page.getByRole('button', { name: 'Open status' }).click()
	await expect(page).toHaveURL(/\/clusters\/j-2W1LL0WWEB01\?source=willow-web&ticket=LAKE-2001$/)
	await expect(headline(page)).toContainText('Nothing was fetched of this cluster yet')
	expect(await callsTo(stack, 'willow')).toEqual([])

	await fetched(page)
	await expect(headline(page)).toContainText('The cluster is WAITING and takes work.')
	await expect(page).toHaveTitle(/^OK · Willow/)
	await expect(page.getByRole('region', { name: 'Tags' })).toContainText('vendor=segment is set.')
	await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(/Getting ready: .* Ready: /)
	const asked = await callsTo(stack, 'willow')
	expect(asked.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['AssumeRole', 'DescribeCluster']))
	expect(asked.every(({ service }) => service === 'sts' || service === 'elasticmapreduce')).toBe(true)
	await accessible(page)
})

test('a panel whose permission the customer did not grant is grey, names it, and blocks nothing', async ({
	page,
	signIn,
}) => {
	await signIn(page, 'support', '/clusters/j-9MEAD0WWEB01?source=meadow-web')
	await fetched(page)
	await expect(headline(page)).toContainText('OK')
	const panel = page.getByRole('region', { name: 'Instances' })
	await expect(panel).toContainText('Not granted')
	await expect(panel).toContainText('elasticmapreduce:ListInstanceGroups')
	await expect(panel).toContainText('without it nothing is blocked')
})

/** What the world has for each answer that is no good one. */
const VERDICTS: [what: string, path: string, sentence: string | RegExp, todo: string][] = [
	[
		'a cluster that has ended',
		'/clusters/j-6LUMENSTR001?source=lumen-streaming',
		/The cluster has ended\./,
		'Ask the customer for the id of the cluster that runs now',
	],
	[
		'a cluster without the vendor tag',
		'/clusters/j-7TUNDRAI0T01?source=tundra-iot',
		'the cluster lacks the tag vendor=segment',
		'set the tag vendor=segment on the cluster, in exactly these letters',
	],
	[
		'an id of no cluster',
		'/clusters/j-2N0SUCHEMR01?source=harbor-ios',
		'Most likely there is no cluster of this id in us-west-2',
		'have it put into the settings',
	],
	[
		'a cluster in another region than the settings say',
		'/clusters/j-2AMBERCHK001?source=amber-checkout',
		/us-east-1.*the settings say us-west-2/,
		'Have the region of the settings corrected',
	],
	[
		'a role that does not let us in',
		'/clusters/j-4BIRCHSRV001?source=birch-server',
		'The role of the settings does not let us in.',
		'Run a permission check',
	],
]
for (const [what, path, sentence, todo] of VERDICTS) {
	test(`${what} is a verdict with what to do, no error`, async ({ accessible, fits, page, signIn }) => {
		await signIn(page, 'support', path)
		await fetched(page)
		await expect(headline(page)).toContainText(sentence)
		await expect(page.getByRole('region', { name: 'What to do' })).toContainText(todo)
		await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
		await accessible(page)
		await fits(page)
	})
}

test('a tag that is set while the page is open turns the verdict at the next press', async ({
	page,
	signIn,
	stack,
}) => {
	await signIn(page, 'engineer', '/clusters/j-7TUNDRAI0T01?source=tundra-iot')
	await fetched(page)
	await expect(headline(page)).toContainText('lacks the tag')
	await stack.world('customers/tundra', { fix: 'tag-cluster' })
	// Who presses within ten seconds of an answer gets that answer.
	await expect(async () => {
		await fetchButton(page).click()
		await expect(headline(page)).toContainText('takes work', { timeout: 2_000 })
	}).toPass()
})

test('a stored status opens by link without touching the account, and a viewer may not fetch, in the page or past it', async ({
	accessible,
	otherBrowser,
	page,
	signIn,
	stack,
}) => {
	// Of a cluster that has ended nothing new is expected, so no poller asks again by itself.
	const path = '/clusters/j-6LUMENSTR001?source=lumen-streaming'
	await signIn(page, 'support', path)
	await fetched(page)
	const sentence = 'The cluster has ended.'
	await page.close()

	const colleague = await (await otherBrowser()).newPage()
	const bodies: Promise<string>[] = []
	colleague.on('response', (response) => {
		if (response.url().includes('/prod/v1/clusters')) bodies.push(response.text().catch(() => ''))
	})
	await signIn(colleague, 'viewer', path)
	await expect(headline(colleague)).toContainText(sentence)
	const before = (await callsTo(stack, 'lumen')).length
	await colleague.reload()
	await expect(headline(colleague)).toContainText(sentence)
	await colleague.goto('/clusters')
	await colleague.getByRole('link', { name: sentence }).first().click()
	await expect(headline(colleague)).toContainText(sentence)
	expect(await callsTo(stack, 'lumen')).toHaveLength(before)
	expect(bodies.length).toBeGreaterThan(0)
	expect((await Promise.all(bodies)).join('\n')).not.toMatch(/arn:aws|lumen-media-lake|s3:\/\//)
	await expect(fetchButton(colleague)).toHaveCount(0)
	await accessible(colleague)

	for (const persona of ['viewer', 'auditor']) {
		const credentials = await credentialsOf(stack, `sluice-cli-${persona}`, `${persona}@sluice.example`)
		const order = { method: 'POST', path: '/v1/clusters', body: JSON.stringify({ sourceId: 'lumen-streaming' }) }
		const answer = await handSigned(stack, credentials, order, { extra: { 'Idempotency-Key': crypto.randomUUID() } })
		expect(answer).toMatchObject({ status: 403, errorType: 'AccessDeniedException' })
	}
	expect(await callsTo(stack, 'lumen')).toHaveLength(before)
})

test('two people who fetch the same cluster at once are served by one look', async ({
	otherBrowser,
	page,
	signIn,
	stack,
}) => {
	await stack.world('aws', { faults: [{ account: 'cedar', latencyMs: 700 }] })
	const path = '/clusters/j-1CEDARAPP001?source=cedar-app'
	const other = await (await otherBrowser()).newPage()
	await Promise.all([signIn(page, 'support', path), signIn(other, 'engineer', path)])
	await Promise.all([fetchButton(page).dblclick(), fetchButton(other).click()])
	for (const one of [page, other]) await expect(headline(one)).toContainText('takes work')
	const looks = (await callsTo(stack, 'cedar')).filter(({ operation }) => operation === 'DescribeCluster')
	expect(looks).toHaveLength(1)
})

test('what was typed wrong is said before anything is asked', async ({ accessible, page, signIn }) => {
	await signIn(page, 'support', '/clusters?source=willow-web')
	await page.getByLabel('Cluster id (optional)').fill('2W1LL0WWEB01')
	await expect(page.getByText('It is j- and capital letters or digits')).toBeVisible()
	await expect(page.getByRole('button', { name: 'Open status' })).toBeDisabled()
	await page.getByLabel('Cluster id (optional)').fill('')
	await page.getByLabel('Source', { exact: true }).fill('no-such-source')
	await expect(page.getByRole('button', { name: 'Open status' })).toBeDisabled()
	await accessible(page)
	await page.goto('/clusters/j-2W1LL0WWEB01?source=no-such-source')
	await expect(page.getByText('No such source or cluster id')).toBeVisible()
	await accessible(page)
})
