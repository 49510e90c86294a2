// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ShortcutsProvider, useShortcut, useShortcuts } from './shortcuts.tsx'

afterEach(() => {
	cleanup()
	localStorage.clear()
})

function Page({ ran }: { ran: string[] }) {
	useShortcut('/', 'Search', () => ran.push('/'))
	useShortcut('g s', 'Go to sources', () => ran.push('g s'))
	const { enabled, setEnabled } = useShortcuts()
	return (
		<>
			<input aria-label="field" />
			<button type="button" onClick={() => setEnabled(!enabled)}>
				switch
			</button>
		</>
	)
}

function page() {
	const ran: string[] = []
	render(
		<ShortcutsProvider>
			<Page ran={ran} />
		</ShortcutsProvider>,
	)
	return ran
}

describe('single keys', () => {
	it('run what they are for, alone and in sequence', () => {
		const ran = page()
		for (const key of ['/', 'g', 's']) fireEvent.keyDown(document.body, { key })
		expect(ran).toEqual(['/', 'g s'])
	})

	it('do nothing for half a sequence', () => {
		const ran = page()
		for (const key of ['s', 'g', 'x', 's']) fireEvent.keyDown(document.body, { key })
		expect(ran).toEqual([])
	})

	it('are dead while somebody types', () => {
		const ran = page()
		fireEvent.keyDown(screen.getByLabelText('field'), { key: '/' })
		expect(ran).toEqual([])
	})

	it.each(['ctrlKey', 'metaKey', 'altKey'])('leave %s to the browser', (modifier) => {
		const ran = page()
		fireEvent.keyDown(document.body, { key: '/', [modifier]: true })
		expect(ran).toEqual([])
	})

	it('can be switched off, and stay off on the next page', () => {
		const ran = page()
		fireEvent.click(screen.getByText('switch'))
		fireEvent.keyDown(document.body, { key: '/' })
		cleanup()
		const later = page()
		fireEvent.keyDown(document.body, { key: '/' })
		expect([...ran, ...later]).toEqual([])
	})
})
