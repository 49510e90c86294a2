import clsx from 'clsx'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

type Props = {
	text: string
	/** What it is, for the copy button's name. */
	what: string
	/** The copy button shows on hover and focus only: for dense rows. It always shows where there is no hover. */
	quiet?: boolean
	/** Drawn in place of the text, such as a link. */
	children?: ReactNode
}

/** An id or ARN: monospace, breaks anywhere rather than overflow, with its copy button. */
export function Mono({ text, what, quiet = false, children = text }: Props) {
	return (
		<span className="group/mono inline-flex max-w-full items-center gap-1">
			<code className="min-w-0 break-all text-sm">{children}</code>
			<CopyButton
				text={text}
				what={what}
				className={clsx(
					'relative z-10',
					quiet &&
						'transition-opacity [@media(hover:hover)]:opacity-0 [@media(hover:hover)]:focus-within:opacity-100 [@media(hover:hover)]:group-hover/mono:opacity-100',
				)}
			/>
		</span>
	)
}
