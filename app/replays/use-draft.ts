'use client'
import { useState } from 'react'
import { z } from 'zod'
import { useSession } from '../frame/session.tsx'

const kept = z.object({ text: z.string() })

/** Typed text that survives leaving for Okta, kept under `name` in this tab. What looks like a secret is not kept. */
export function useDraft(name: string) {
	const { drafts } = useSession()
	const [text, setText] = useState(() => kept.safeParse(drafts.read(name)).data?.text ?? '')
	const [isKept, setKept] = useState(true)
	const type = (typed: string) => {
		setText(typed)
		if (typed === '') drafts.drop(name)
		else setKept(drafts.save(name, { text: typed }).leftOut.length === 0)
	}
	return { text, type, isKept, drop: () => drafts.drop(name) }
}
