import clsx from 'clsx'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

type Props = {
	text: string
	/** What it is, for its name and its copy button's. */
	what: string
	/** `code` keeps its lines and scrolls; `words` of a machine and `prose` for people break where they must. */
	kind?: 'code' | 'words' | 'prose'
	/** Drawn in place of the text, when parts of it look different. */
	children?: ReactNode
}

const LOOK = {
	code: 'w-fit min-w-full pr-10 font-mono text-sm',
	words: 'wrap-anywhere whitespace-pre-wrap pr-10 font-mono text-sm',
	prose: 'wrap-anywhere whitespace-pre-wrap pr-3 font-sans',
}

/** Text to take along, as it is, with its copy button. */
export function CodeBlock({ text, what, kind = 'code', children = text }: Props) {
	return (
		<div className="relative flex min-w-0 flex-col items-start gap-2">
			<section
				aria-label={`${what}, in full`}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1)
				tabIndex={0}
				className={clsx(
					'w-full overflow-auto rounded-md border border-line bg-sunken',
					kind === 'prose' ? 'max-h-140' : 'max-h-96',
				)}
			>
				<pre className={clsx('py-2 pl-3', LOOK[kind])}>{children}</pre>
			</section>
			{kind === 'prose' ? (
				<CopyButton text={text} what={what} wide />
			) : (
				<CopyButton text={text} what={what} className="absolute! top-1.5 right-1.5 rounded-md bg-sunken" />
			)}
		</div>
	)
}
