import { countActions } from './actions.ts'
import { OK, PLACEHOLDER, runButton, verdict } from './check-page.ts'
import { expect, test } from './fixtures.ts'

type Case = {
	/** What is so in the account. */
	so: string
	sourceId: string
	sentence: string
	/** Action of the finding that carries the cause, and what its row says. */
	finding: string
	row: RegExp
	addressee: string
	/** The ways to fix it that are offered, and what the one named shows. Null: no snippet can lift it. */
	fix: { ways: string[]; way: string; shows: RegExp } | null
	message: (string | RegExp)[]
	/** The control of the world that puts it right; absent when the settings themselves have to change. */
	repair?: string
}

const cases: Case[] = [
	{
		so: 'the list of external ids holds two other sources, neither this one nor the workspace',
		sourceId: 'ember-web',
		sentence:
			"Blocked: the customer's role accepts external ids of other sources, but not the one of this source. Only the customer's account admin can add it to the trust policy.",
		finding: 'sts:AssumeRole',
		row: /trust policy/,
		addressee: 'To the customer’s AWS account admin',
		fix: { ways: ['Policy', 'Terraform', 'CLI'], way: 'Terraform', shows: /"ws-ember"\s+= "ws-ember"/ },
		message: ['ember-android', 'ember-ios', 'Please add ws-ember', '"ws-ember"'],
		repair: 'trust-workspace-id',
	},
	{
		so: 'only the principals of the old account are trusted',
		sourceId: 'birch-server',
		sentence:
			"Blocked: the customer's role trusts only our older roles, not the one that connects today. Only the customer's account admin can change its trust policy.",
		finding: 'sts:AssumeRole',
		row: /trust policy/,
		addressee: 'To the customer’s AWS account admin',
		fix: {
			ways: ['Policy', 'Terraform', 'CLI'],
			way: 'Policy',
			shows: /595280932656:role\/segment-datalakes-production-access/,
		},
		message: [
			'294048959147',
			'Please add arn:aws:iam::595280932656:role/segment-datalakes-production-access as a principal',
		],
		repair: 'trust-new-principal',
	},
	{
		so: 'the role ARN of the settings is mistyped',
		sourceId: 'delta-crm',
		sentence:
			"Blocked: the role in the settings of this source refuses us, while the role of the workspace's other sources lets us in. Whoever keeps the source's settings can correct the role ARN.",
		finding: 'sts:AssumeRole',
		row: /trust policy/,
		addressee: 'To whoever keeps the source’s settings',
		fix: null,
		message: ['arn:aws:iam::810987654327:role/data-lake-role', 'to arn:aws:iam::810987654327:role/datalake-role'],
		repair: 'create-role',
	},
	{
		so: 'the lake lies in another region than the settings say',
		sourceId: 'amber-checkout',
		sentence:
			"Blocked: the bucket lies in us-east-1, but the settings say us-west-2. Whoever keeps the source's settings can correct them.",
		finding: 's3:ListBucket',
		row: /wrong setting · certain/,
		addressee: 'To whoever keeps the source’s settings',
		fix: null,
		message: ['says us-west-2, but the bucket lies in us-east-1', 'Please set the field to us-east-1'],
		repair: 'move-lake',
	},
	{
		so: 'the cluster of the settings was terminated',
		sourceId: 'lumen-streaming',
		sentence:
			"Blocked: cluster j-6LUMENSTR001 of the settings has ended. Whoever keeps the source's settings can name the cluster that runs now.",
		finding: 'elasticmapreduce:DescribeCluster',
		row: /wrong setting · certain/,
		addressee: 'To whoever keeps the source’s settings',
		fix: null,
		message: ['j-6LUMENSTR001', 'TERMINATED', 'with the tag vendor=segment'],
	},
	{
		so: 'the cluster lacks the vendor tag',
		sourceId: 'tundra-iot',
		sentence:
			"Blocked: cluster j-7TUNDRAI0T01 most likely lacks the tag vendor=segment (exact case). The customer's account admin can set it.",
		finding: 'elasticmapreduce:AddJobFlowSteps',
		row: /role policy, no allow · likely/,
		addressee: 'To the customer’s AWS account admin',
		fix: {
			ways: ['Terraform', 'CLI'],
			way: 'CLI',
			shows: /add-tags --region eu-north-1 --resource-id j-7TUNDRAI0T01 --tags vendor=segment/,
		},
		message: ['elasticmapreduce:AddJobFlowSteps', 'set the tag vendor=segment on the cluster', '--tags vendor=segment'],
		repair: 'tag-cluster',
	},
]

for (const { so, sourceId, sentence, finding, row, addressee, fix, message, repair } of cases) {
	test(`"I enabled a source and nothing arrives": ${so} (${sourceId})`, async ({ copied, page, signIn, stack }) => {
		const customer = sourceId.replace(/-.*/, '')
		await signIn(page, 'support', '/sources?ticket=LAKE-2002')
		await expect(page.getByRole('link', { name: sourceId })).toBeVisible()
		const before = await stack.look(`customers/${customer}`)
		const actions = await countActions(page)

		await page.keyboard.press('/')
		await page.keyboard.insertText(sourceId)
		await expect(page.getByText('1 source', { exact: true }), 'a row that still moves would slip away').toBeVisible()
		await page.getByRole('link', { name: sourceId }).click()
		await runButton(page).click()
		await expect(verdict(page)).toHaveText(sentence)
		await page.getByRole('button', { name: 'Copy message', exact: true }).click()
		await expect(page.getByText('Copied', { exact: true })).toBeVisible()
		expect(actions.length, actions.join('; ')).toBeLessThanOrEqual(5)

		await expect(page.getByRole('button', { name: new RegExp(finding) })).toContainText(row)
		await expect(page.getByText(addressee)).toBeVisible()
		const text = await copied(page)
		for (const part of [...message, 'AWS request id', 'LAKE-2002']) expect(text).toContain(part)
		expect(text).not.toMatch(PLACEHOLDER)
		const ways = page.getByRole('tablist', { name: 'Ways to fix it' })
		if (fix) {
			await expect(ways.getByRole('tab')).toHaveText(fix.ways)
			await ways.getByRole('tab', { name: fix.way }).click()
			await expect(page.getByRole('tabpanel', { name: fix.way })).toContainText(fix.shows)
		} else {
			await expect(ways).toHaveCount(0)
		}
		expect(await stack.look(`customers/${customer}`), 'nothing of the customer’s was changed').toEqual(before)

		if (!repair) return
		await stack.world(`customers/${customer}`, { fix: repair })
		await page.getByRole('button', { name: 'Run again' }).click()
		await expect(verdict(page)).toHaveText(OK)
	})
}

test('the trust matrix shows whose external ids the role accepts and which of our principals it trusts', async ({
	accessible,
	fits,
	page,
	signIn,
}) => {
	const line = (externalId: string, answer: string) =>
		page.getByRole('table').getByRole('row').filter({ hasText: externalId }).filter({ hasText: answer })
	await signIn(page, 'support', '/checks')
	for (const [sourceId, lines] of TRUST_LINES) {
		await page.goto(`/checks?source=${sourceId}`)
		await runButton(page).click()
		await expect(verdict(page)).toContainText('Blocked')
		for (const [id, answer, count] of lines) await expect(line(id, answer)).toHaveCount(count)
	}
	await accessible(page)
	await fits(page)
})

/** External id, answer, and how often: once for each principal that was tried with it. */
const TRUST_LINES: [string, [string, string, number][]][] = [
	[
		'ember-web',
		[
			['ws-ember', 'Refused', 4],
			['ember-ios', 'Accepted', 1],
			['ember-android', 'Accepted', 1],
		],
	],
	[
		'birch-server',
		[
			['ws-birch', 'Refused', 1],
			['ws-birch', 'Accepted', 3],
			['birch-server', 'Accepted', 3],
		],
	],
]
