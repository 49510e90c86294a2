import clsx from 'clsx'
import { CopyButton } from './copy-button.tsx'

type Props = {
	text: string
	/** What it is, for its name and its copy button's. */
	what: string
	/** Lines that are too long break; without it they keep their shape and scroll, as code wants it. */
	wrap?: boolean
}

/** Text to take along, as it is, with its copy button. */
export function CodeBlock({ text, what, wrap = false }: Props) {
	return (
		<div className="relative min-w-0">
			<section
				aria-label={what}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1)
				tabIndex={0}
				className="max-h-96 overflow-auto rounded-md border border-line bg-sunken"
			>
				<pre
					className={clsx(
						'py-2 pr-10 pl-3 font-mono text-sm',
						wrap ? 'wrap-anywhere whitespace-pre-wrap' : 'w-fit min-w-full',
					)}
				>
					{text}
				</pre>
			</section>
			<CopyButton text={text} what={what} className="absolute! top-1.5 right-1.5 rounded-md bg-sunken" />
		</div>
	)
}
