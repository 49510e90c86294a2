// @vitest-environment jsdom
import { cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { ClockProvider } from './clock.tsx'
import { age, Time, utc } from './time.tsx'

afterEach(cleanup)

const NOW = Date.parse('2026-11-03T14:05:40Z')

it.each([
	['2026-11-03T14:05:00Z', 'just now', 'seconds only flicker'],
	['2026-11-03T14:03:00Z', '3 min. ago', 'minutes'],
	['2026-11-03T02:05:40Z', '12 hr. ago', 'hours'],
	['2026-11-01T14:05:40Z', '2 days ago', 'days'],
	['2026-11-03T14:09:40Z', 'in 4 min.', 'a clock of another server may be ahead'],
])('%s is "%s": %s', (iso, expected) => {
	expect(age(iso, NOW)).toBe(expected)
})

it('shows UTC whatever offset the time came with', () => {
	expect(utc('2026-11-03T23:30:00+02:00')).toBe('2026-11-03 21:30 UTC')
})

it('counts its age from the corrected clock, not from the laptop', () => {
	render(
		<ClockProvider now={() => NOW}>
			<Time iso="2026-11-03T13:05:40Z" />
		</ClockProvider>,
	)
	expect(screen.getByText('1 hr. ago')).toBeTruthy()
})

it('copies as ISO when just this time is selected', () => {
	render(<Time iso="2026-11-03T13:05:40Z" />)
	const time = screen.getByText('2026-11-03 13:05 UTC')
	getSelection()?.selectAllChildren(time)
	const copied: string[] = []
	const copy = createEvent.copy(time, { clipboardData: { setData: (_: string, text: string) => copied.push(text) } })
	fireEvent(time, copy)
	expect(copied).toEqual(['2026-11-03T13:05:40Z'])
})
