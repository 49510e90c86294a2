'use client'
import { useState } from 'react'
import { useSession } from '../frame/session.tsx'

/** Read by hand: zod would be a sixth of what this page loads before it shows anything. */
const textOf = (kept: unknown): string =>
	typeof kept === 'object' && kept !== null && 'text' in kept && typeof kept.text === 'string' ? kept.text : ''

/** Typed text that survives leaving for Okta, kept under `name` in this tab. What looks like a secret is not kept. */
export function useDraft(name: string) {
	const { drafts } = useSession()
	const [text, setText] = useState(() => textOf(drafts.read(name)))
	const [isKept, setKept] = useState(true)
	const type = (typed: string) => {
		setText(typed)
		if (typed === '') drafts.drop(name)
		else setKept(drafts.save(name, { text: typed }).leftOut.length === 0)
	}
	return { text, type, isKept, drop: () => drafts.drop(name) }
}
