'use client'
import { Download } from 'lucide-react'
import { Button } from './button.tsx'

type Props = {
	/** Made when pressed. */
	text: () => string
	file: string
	/** What is taken along: "184 days as CSV". */
	what: string
}

/** Saves a text as a CSV file. It is made in the page: nothing is asked of a server. */
export function DownloadButton({ text, file, what }: Props) {
	const save = () => {
		// The mark says UTF-8 to spreadsheets that would guess otherwise.
		const url = URL.createObjectURL(new Blob(['\uFEFF', text()], { type: 'text/csv;charset=utf-8' }))
		const link = document.createElement('a')
		link.href = url
		link.download = file
		link.click()
		URL.revokeObjectURL(url)
	}
	return (
		<Button size="small" onClick={save}>
			<Download aria-hidden className="size-3.5" />
			Export {what}
		</Button>
	)
}
