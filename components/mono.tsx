import clsx from 'clsx'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

type Props = {
	text: string
	/** What it is, for the copy button's name. */
	what: string
	/** For dense rows: the copy button lies in the gutter and shows on hover and focus, or always where nothing hovers. */
	quiet?: boolean
	/** Drawn in place of the text, such as a link. */
	children?: ReactNode
}

/** An id or ARN: monospace, breaks rather than overflows, with its copy button. */
export function Mono({ text, what, quiet = false, children = text }: Props) {
	return (
		<span className={clsx('group/mono inline-flex max-w-full items-center gap-1', quiet && 'relative')}>
			<code className={clsx('min-w-0 wrap-anywhere text-sm', quiet && 'md:whitespace-nowrap')}>{children}</code>
			<CopyButton text={text} what={what} className={quiet ? IN_THE_GUTTER : 'relative z-10'} />
		</span>
	)
}

const IN_THE_GUTTER =
	'absolute! left-full z-10 transition-opacity [@media(hover:hover)]:opacity-0 [@media(hover:hover)]:focus-within:opacity-100 [@media(hover:hover)]:group-hover/mono:opacity-100'
