// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { CopyButton } from './copy-button.tsx'

afterEach(cleanup)

function withClipboard(writeText: (text: string) => Promise<void>) {
	Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
}

it('copies the whole text and says so where a screen reader hears it', async () => {
	const copied: string[] = []
	withClipboard(async (text) => void copied.push(text))
	render(<CopyButton text="arn:aws:iam::123456789012:role/Lake" what="role ARN" />)
	expect(screen.getByRole('status').textContent).toBe('')
	fireEvent.click(screen.getByRole('button', { name: 'Copy role ARN' }))
	expect(await screen.findByText('Copied')).toBe(screen.getByRole('status'))
	expect(copied).toEqual(['arn:aws:iam::123456789012:role/Lake'])
})

it('does not claim to have copied what the browser refused to copy', async () => {
	withClipboard(() => Promise.reject(new Error('denied')))
	render(<CopyButton text="x" what="id" />)
	fireEvent.click(screen.getByRole('button', { name: 'Copy id' }))
	expect(await screen.findByText(/^Not copied/)).toBe(screen.getByRole('status'))
})
