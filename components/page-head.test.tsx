// @vitest-environment jsdom
import { cleanup, render, waitFor } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { PageHead } from './page-head.tsx'

afterEach(cleanup)

it('names the tab, and keeps the name when the router writes its own later', async () => {
	const { rerender } = render(<PageHead tab="Blocked · Acme" steps={[]} title="Blocked" />)
	expect(document.title).toBe('Blocked · Acme - Sluice')
	document.title = 'Sluice'
	await waitFor(() => expect(document.title).toBe('Blocked · Acme - Sluice'))
	rerender(<PageHead tab="OK · Acme" steps={[]} title="OK" />)
	document.title = 'Sluice'
	await waitFor(() => expect(document.title).toBe('OK · Acme - Sluice'))
})
