// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ClockProvider } from '../../components/clock.tsx'
import type { Check } from '../../lib/contract/check-report.ts'
import { DENIED, finding, report, running } from './grove.fixture.ts'
import { RunState } from './run-state.tsx'

beforeEach(() => {
	vi.useFakeTimers()
})
afterEach(() => {
	cleanup()
	vi.useRealTimers()
})

const now = () => Date.now()
const drawn = (check: Check) => (
	<ClockProvider now={now}>
		<RunState check={check} />
	</ClockProvider>
)
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms))
const awaited = () => screen.queryByText(/^Waiting/)?.textContent

describe('what a running check waits for', () => {
	it.each<[string, Check, RegExp]>([
		['no worker has taken it', running(0, { startedAt: null }), /for a worker to begin/],
		['nothing was answered yet', running(0), /for the customer’s account to answer our first call/],
		['one answer is missing', running(5), /for 1 more answer of/],
		['some are missing', running(2), /for 4 more answers of/],
	])('is said after ten seconds when %s', (_, check, words) => {
		render(drawn(check))
		pass(9_000)
		expect(awaited()).toBeUndefined()
		pass(2_000)
		expect(awaited()).toMatch(words)
		expect(awaited()).toContain('You may close this page')
	})

	it('is no longer said once something arrives, and said again ten seconds later', () => {
		const { rerender } = render(drawn(running(2)))
		pass(11_000)
		rerender(drawn(running(3)))
		expect(awaited()).toBeUndefined()
		pass(11_000)
		expect(awaited()).toMatch(/for 3 more/)
	})
})

it('becomes the summary once it is done, with nothing awaited', () => {
	const { rerender } = render(drawn(running(2)))
	rerender(drawn(report()))
	pass(60_000)
	expect(awaited()).toBeUndefined()
	expect(screen.getByText('1 denied · 1 not provable · 4 allowed')).toBeTruthy()
	expect(screen.getByText('took 3.0 s')).toBeTruthy()
	expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('6')
})

it.each<[string, Check['findings'], string]>([
	[
		'the first call was refused',
		[DENIED, finding('s3:GetObject', { outcome: 'blocked-by' })],
		'1 denied · 1 not asked',
	],
	['it was stopped before the first call', [], 'Nothing was answered'],
])('does not count as answered what was not asked, when %s', (_, findings, words) => {
	render(drawn(report({ findings })))
	expect(screen.getByText(words)).toBeTruthy()
	expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe(words.replace(' · ', ', '))
})
