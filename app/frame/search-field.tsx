'use client'
import { Search } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useRef, useState } from 'react'
import { KeyHint } from '../../components/key-hint.tsx'
import { leadToFirstRow } from '../../components/row-keys.ts'
import { useShortcut } from '../../components/shortcuts.tsx'
import { paths } from '../paths.ts'
import { sourceSearchParams } from '../search-params.ts'

/** One field for the whole console. On the list of sources it searches as you type; elsewhere Enter leads there. */
export function SearchField() {
	const router = useRouter()
	const onList = usePathname() === '/sources'
	const field = useRef<HTMLInputElement>(null)
	const [{ q, ticket }, setParams] = useQueryStates(sourceSearchParams)
	const [elsewhere, setElsewhere] = useState('')
	useShortcut('/', 'Search', () => {
		field.current?.focus()
		field.current?.select()
	})
	// The address follows at once: an update that came late would undo a row clicked meanwhile.
	const type = (text: string) => (onList ? void setParams({ q: text || null }) : setElsewhere(text))
	const go = () => {
		if (onList) return leadToFirstRow()
		router.push(paths.sources({ q: elsewhere.trim(), ticket }))
		setElsewhere('')
	}
	return (
		<search className="relative min-w-0 flex-1 basis-64 max-w-xl">
			<form
				onSubmit={(event) => {
					event.preventDefault()
					go()
				}}
			>
				<Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
				<input
					ref={field}
					type="search"
					aria-label="Search sources"
					aria-keyshortcuts="/"
					placeholder="Source, workspace, customer, cluster or role ARN"
					autoComplete="off"
					spellCheck={false}
					maxLength={200}
					value={onList ? q : elsewhere}
					onChange={(event) => type(event.target.value)}
					onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
					className="h-8 w-full rounded-md border border-edge bg-surface pr-9 pl-8 placeholder:text-muted [&::-webkit-search-cancel-button]:hidden"
				/>
				<span aria-hidden="true" className="pointer-events-none absolute top-1.5 right-2">
					<KeyHint>/</KeyHint>
				</span>
			</form>
		</search>
	)
}
