// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Check } from '../../lib/contract/check-report.ts'
import type { Role } from '../../lib/contract/role.ts'
import type { Outcome } from '../../lib/gateway/refusal.ts'
import { type Answers, ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { ADVICE, DENIED, finding, HEADLINE, me, redacted, report, running } from './grove.fixture.ts'
import { ReportPage } from './report-page.tsx'

afterEach(() => history.replaceState(null, '', '/'))

type Scene = { role?: Role; search?: string; hash?: string; answers?: Answers }

/** The page of one check. `answer` is asked at every look. */
function page(answer: Check | (() => Outcome<unknown>), { role = 'support', search, hash = '', answers }: Scene = {}) {
	history.replaceState(null, '', `/checks/chk-1${hash}`)
	return stage(<ReportPage checkId="chk-1" />, {
		path: '/checks/chk-1',
		search,
		answers: {
			'checks.get': typeof answer === 'function' ? answer : () => ok(answer),
			'sessions.me': () => ok(me(role)),
			...answers,
		},
	})
}

const rows = () => screen.getAllByRole('button', { expanded: false }).map(({ textContent }) => textContent)
const row = (name: RegExp, expanded = false) => screen.findByRole('button', { name, expanded })

describe('a report', () => {
	it('leads with the verdict, names it in the tab, and shows first what needs attention', async () => {
		page(report())
		await screen.findByRole('heading', { level: 1, name: HEADLINE })
		expect(document.title).toBe('Blocked · Grove Foods - Sluice')
		expect(rows()).toEqual([
			expect.stringMatching(/glue:BatchCreatePartition.*organisation policy \(SCP\), explicit deny/),
		])
		expect(screen.getByRole('radio', { name: 'Needs attention 1' })).toHaveProperty('checked', true)
		expect(screen.getByRole('radio', { name: 'All 6' })).toBeTruthy()
		expect(screen.getByRole('radio', { name: 'Allowed 4' })).toBeTruthy()
		const glue = screen.getByRole('region', { name: 'Glue' })
		expect(glue.textContent).toContain('1 denied, 1 allowed')
	})

	it('takes its filter from the address, and says so when it fits nothing', async () => {
		page(report(), { search: '?show=not-provable' })
		await row(/AddJobFlowSteps/)
		expect(rows()).toHaveLength(1)
		fireEvent.click(screen.getByRole('radio', { name: 'All 6' }))
		expect(rows()).toHaveLength(6)
	})

	it('shows words that it does not know as they stand, where they can be seen', async () => {
		const odd = finding('glue:GetTables', {
			outcome: 'half-allowed',
			layer: 'moon-policy',
			group: 'athena',
			confidence: 'dreamt',
		})
		page(report({ profile: 'sync-plus', findings: [odd] }))
		const shown = await row(/glue:GetTables/)
		expect(shown.textContent).toMatch(/moon-policy · dreamt/)
		expect(screen.getByRole('radio', { name: 'half-allowed 1' })).toBeTruthy()
		expect(screen.getByRole('region', { name: 'athena' })).toBeTruthy()
		expect(screen.getByText('sync-plus')).toBeTruthy()
	})

	it('does not make noise about an absent extra right, but about a role that lets strangers in', async () => {
		const extra = finding('elasticmapreduce:ListClusters', { outcome: 'denied', mandatory: false })
		const open = finding('sts:AssumeRole', {
			findingId: 'trust-external-id-enforced',
			group: 'trust',
			outcome: 'wrong-setting',
			mandatory: false,
		})
		page(report({ verdict: 'ok', findings: [extra, open] }))
		await row(/sts:AssumeRole/)
		expect(rows()).toHaveLength(1)
	})

	it('takes "could not look" for neither pass nor fail', async () => {
		const lost = finding('s3:ListBucket', { outcome: 'error', headline: 'The account did not answer in time.' })
		page(report({ verdict: 'unclear', headline: 'Unclear: the account did not answer.', findings: [lost] }))
		fireEvent.click(await row(/s3:ListBucket/))
		expect(await screen.findByText('The look-up itself failed, so this is neither a pass nor a fail.')).toBeTruthy()
		expect(document.title).toContain('Unclear')
	})
})

describe('one finding', () => {
	it('opens by its link, whatever the filter, and takes the focus there', async () => {
		page(report(), { search: '?show=denied', hash: '#f=s3-put-object' })
		const opened = await row(/s3:PutObject/, true)
		expect(document.activeElement).toBe(opened)
	})

	it('opens by its link as soon as it arrives in a running check', async () => {
		let check = running(1)
		const { queryClient } = page(() => ok(check), { hash: `#f=${DENIED.findingId}` })
		await screen.findByRole('heading', { level: 1, name: /Checking/ })
		expect(screen.queryByText(/did not ask/)).toBeNull()
		check = running(4)
		void queryClient.invalidateQueries()
		await waitFor(async () => expect(document.activeElement).toBe(await row(/BatchCreatePartition/, true)))
	})

	it('that a link names and the check did not ask is said to be none', async () => {
		page(report(), { hash: '#f=glue-nothing' })
		expect((await screen.findByText(/did not ask/)).textContent).toContain('glue-nothing')
	})

	it('tells what breaks, what to do, and the evidence in the words of AWS', async () => {
		page(report())
		fireEvent.click(await row(/BatchCreatePartition/))
		const text = (await screen.findByRole('region', { name: 'Evidence' })).parentElement?.textContent
		for (const part of [
			'Permissions error while adding partitions',
			'Relax the organisation policy.',
			'the customer’s organisation admin',
			'A second policy may deny it as well',
			'400 AccessDeniedException',
			'aws-req-scp',
			'with an explicit deny in a service control policy',
			'2026-11-03 14:05 UTC',
			'AWS documents',
		])
			expect(text).toContain(part)
		expect(location.hash).toBe('#f=glue-batch-create-partition')
	})

	it('is copied as a link that shows the same, as Markdown and as JSON', async () => {
		const copied: string[] = []
		Object.defineProperty(navigator, 'clipboard', {
			value: { writeText: async (text: string) => copied.push(text) },
			configurable: true,
		})
		page(report(), { search: '?show=denied&ticket=LAKE-7', hash: `#f=${DENIED.findingId}` })
		const detail = (await screen.findByRole('region', { name: 'Evidence' })).parentElement
		if (!detail) throw new Error('no detail')
		for (const name of ['Copy link', 'Copy Markdown', 'Copy JSON']) {
			fireEvent.click(within(detail).getByRole('button', { name }))
		}
		const link = `${location.origin}/checks/chk-1?show=denied&ticket=LAKE-7#f=glue-batch-create-partition`
		expect(copied[0]).toBe(link)
		expect(copied[1]).toContain(`- Finding: ${link}`)
		expect(JSON.parse(copied[2] ?? '')).toMatchObject({
			link,
			check: { checkId: 'chk-1' },
			finding: { action: DENIED.action },
		})
	})

	it('is reached, opened and closed by keyboard alone', async () => {
		page(report(), { search: '?show=all' })
		await row(/s3:ListBucket/)
		const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
		press('j')
		press('j')
		expect(document.activeElement?.textContent).toContain('s3:ListBucket')
		fireEvent.click(document.activeElement ?? document.body)
		const opened = await row(/s3:ListBucket/, true)
		const inside = screen.getByRole('button', { name: 'Copy AWS request id' })
		inside.focus()
		fireEvent.keyDown(inside, { key: 'Escape' })
		expect(opened.getAttribute('aria-expanded')).toBe('false')
		expect(document.activeElement).toBe(opened)
		expect(location.hash).toBe('')
	})

	it('that was not asked leads to the one it waited for', async () => {
		const waiting = finding('s3:GetObject', { outcome: 'blocked-by', blockedBy: 'trust-assume-role' })
		const first = finding('sts:AssumeRole', { findingId: 'trust-assume-role', group: 'trust', outcome: 'denied' })
		page(report({ findings: [first, waiting] }), { search: '?show=all', hash: '#f=s3-get-object' })
		fireEvent.click(await screen.findByRole('button', { name: 'trust-assume-role' }))
		expect(document.activeElement).toBe(await row(/sts:AssumeRole/, true))
	})
})

describe('what to do', () => {
	it('names who is asked, and copies the message with the ticket of the case', async () => {
		const copied: string[] = []
		Object.defineProperty(navigator, 'clipboard', {
			value: { writeText: async (text: string) => copied.push(text) },
			configurable: true,
		})
		page(report(), { search: '?ticket=LAKE-7' })
		await screen.findByText('To the customer’s organisation admin', {}, { timeout: 10_000 })
		fireEvent.click(screen.getByRole('button', { name: 'Copy message' }))
		expect(copied).toEqual(['Please relax the policy that denies glue:BatchCreatePartition.\n\nReference: LAKE-7'])
		expect(screen.getByText(/No policy of ours can lift this/)).toBeTruthy()
	})

	it('shows a whole policy as what changes in it, and follows the finding that is opened', async () => {
		const second = {
			...ADVICE,
			adviceId: 'trust',
			addressee: 'account-admin',
			title: 'Ask the account admin',
			findingIds: ['trust-assume-role'],
			policyBefore: '{\n  "a": 1\n}',
			policy: '{\n  "a": 2\n}',
			terraform: 'external_ids = []',
		}
		page(report({ advice: [ADVICE, second] }), { hash: '#f=trust-assume-role' })
		const changes = await screen.findByRole('region', { name: 'policy, changes' }, { timeout: 10_000 })
		expect(changes.textContent).toContain('Removed:   "a": 1')
		expect(changes.textContent).toContain('Added:   "a": 2')
		expect(screen.getByText('To the customer’s AWS account admin')).toBeTruthy()
		fireEvent.click(screen.getByRole('radio', { name: 'Ask the organisation admin' }))
		expect(screen.getByText('To the customer’s organisation admin')).toBeTruthy()
	})

	it('shows who may take the role, a stranger who was let in being the red one', async () => {
		const one = { principalArn: 'arn:p', roleArn: 'arn:r', at: '2026-11-03T14:05:00.000Z' }
		page(
			report({
				trust: [
					{ ...one, externalId: 'ws-grove', of: 'workspace', accepted: false },
					{ ...one, externalId: 'grove-ios', of: 'other-source', accepted: true },
					{ ...one, externalId: null, of: 'none', accepted: true },
				],
			}),
		)
		const table = await screen.findByRole('table', { name: /^Who asked/ })
		const lines = within(table).getAllByRole('row').slice(2)
		expect(lines.map(({ textContent }) => textContent)).toEqual([
			expect.stringMatching(/ws-grove.*Refused/),
			expect.stringMatching(/grove-ios.*Accepted/),
			expect.stringMatching(/no external id.*Accepted/),
		])
		const red = lines.map((line) => line.querySelector('.text-bad') !== null)
		expect(red).toEqual([true, false, true])
	})
})

describe('who may see what', () => {
	it.each(['viewer', 'auditor'] as const)('tells a %s once what is kept back, and shows the rest', async (role) => {
		page(redacted(report()), { role, hash: `#f=${DENIED.findingId}` })
		await row(/BatchCreatePartition/, true)
		expect(await screen.findAllByText(/shown to/)).toHaveLength(1)
		expect(screen.getByText('Permissions error while adding partitions')).toBeTruthy()
		expect(document.body.textContent).not.toMatch(/undefined|null|arn:aws|510987654324/)
		expect(screen.queryByRole('button', { name: 'Run again' })).toBeNull()
	})
})

describe('a check that runs', () => {
	it('says how far it is, in the tab as well, and opens nothing new under the pointer', async () => {
		page(running(2), { search: '?show=all' })
		await screen.findByRole('heading', { level: 1, name: 'Checking the permissions of Grove Foods' })
		expect(document.title).toBe('2/6 · Grove Foods - Sluice')
		expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('2 of 6 answered')
		expect(rows()).toHaveLength(2)
		expect(document.querySelectorAll('[data-awaited]')).toHaveLength(4)
		expect(screen.queryByRole('button', { name: 'Run again' })).toBeNull()
	})

	it('becomes the report by itself', async () => {
		let check = running(3)
		page(() => ok(check))
		await screen.findByRole('heading', { level: 1, name: /^Checking/ })
		check = report()
		await screen.findByRole('heading', { level: 1, name: HEADLINE }, { timeout: 5_000 })
		expect(screen.getByText(HEADLINE, { selector: '[role=status]' })).toBeTruthy()
	})

	it('keeps what was loaded, with its age, when the service goes away', async () => {
		let answer: Outcome<unknown> = ok(running(4))
		const { queryClient } = page(() => answer)
		await row(/BatchCreatePartition/)
		answer = refusedWith('role-not-allowed', 'Not now.')
		void queryClient.invalidateQueries({ queryKey: ['checks', 'one'] })
		expect((await screen.findByRole('alert')).textContent).toMatch(/Not now\..*was loaded/)
		expect(screen.getByText(/The check itself goes on/)).toBeTruthy()
		expect(await row(/BatchCreatePartition/)).toBeTruthy()
	})

	it('says that its worker was stopped and that it began anew', async () => {
		page(running(1, { restarts: 1 }))
		expect(await screen.findByText('This check began anew')).toBeTruthy()
	})
})

describe('a check without a verdict', () => {
	it('says why, and runs again by one press, once', async () => {
		const { pushed, calls } = page(
			report({ status: 'failed', verdict: null, headline: null, failure: 'The worker was stopped twice.' }),
			{
				search: '?ticket=LAKE-7',
				answers: {
					'checks.run': () => ok({ checkId: 'chk-2', sourceId: 'grove-android', profile: 'sync', status: 'running' }),
				},
			},
		)
		expect((await screen.findByRole('alert')).textContent).toContain('The worker was stopped twice.')
		const again = await screen.findByRole('button', { name: 'Run again' })
		fireEvent.click(again)
		fireEvent.click(again)
		await waitFor(() => expect(pushed).toEqual(['/checks/chk-2?ticket=LAKE-7']))
		expect(calls.filter(({ operation }) => operation === 'checks.run').map(({ input }) => input)).toEqual([
			{ sourceId: 'grove-android', profile: 'sync', ticket: 'LAKE-7' },
		])
	})

	it('that does not exist says the same to everybody', async () => {
		page(() => refusedWith('not-found', 'no such check'))
		await screen.findByText('No check with this id', { selector: 'p' })
		expect(screen.queryByRole('alert')).toBeNull()
		expect(screen.getByRole('link', { name: 'Recent checks' })).toBeTruthy()
	})
})

it('a report of settings from the form is marked, and leads back to the form with them', async () => {
	page(report({ saved: false, settings: { ...report().settings, version: null } }))
	expect(await screen.findByText('Settings not saved')).toBeTruthy()
	const link = await screen.findByRole('link', { name: 'Check these settings again' })
	const { pathname, searchParams } = new URL(link.getAttribute('href') ?? '', location.origin)
	expect([pathname, searchParams.get('unsaved'), searchParams.get('bucket')]).toEqual(['/checks', 'true', 'grove-lake'])
})

it('an older report says that a newer one exists and stays as it was', async () => {
	page(report({ newer: { checkId: 'chk-9', verdict: 'ok', finishedAt: '2026-11-03T15:00:00.000Z' } }))
	await screen.findByText('A newer check of this source says: OK')
	expect(screen.getByRole('link', { name: 'Open the newer one' }).getAttribute('href')).toBe('/checks/chk-9')
})
