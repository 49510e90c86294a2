import clsx from 'clsx'
import { CopyButton } from './copy-button.tsx'
import { type DiffLine, lineDiff } from './line-diff.ts'

const SIGN: Record<DiffLine['kind'], string> = { kept: ' ', removed: '-', added: '+' }
const LOOK: Record<DiffLine['kind'], string> = {
	kept: '',
	removed: 'bg-bad-soft text-bad',
	added: 'bg-good-soft text-good',
}
const SAID: Record<DiffLine['kind'], string> = { kept: '', removed: 'Removed: ', added: 'Added: ' }

/** A text before and after, line by line. What is copied is the text after, whole. */
export function DiffView({ before, after, what }: { before: string; after: string; what: string }) {
	return (
		<div className="relative min-w-0">
			<section
				aria-label={`${what}, changes`}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1)
				tabIndex={0}
				className="max-h-96 overflow-auto rounded-md border border-line bg-sunken"
			>
				<pre className="w-fit min-w-full py-2 font-mono text-sm">
					{lineDiff(before, after).map(({ kind, text }, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: lines repeat and never move
						<span key={index} className={clsx('block pr-10 pl-3', LOOK[kind])}>
							<span aria-hidden="true" className="mr-2 select-none">
								{SIGN[kind]}
							</span>
							<span className="sr-only">{SAID[kind]}</span>
							{text}
							{'\n'}
						</span>
					))}
				</pre>
			</section>
			<CopyButton text={after} what={what} className="absolute! top-1.5 right-1.5 rounded-md bg-sunken" />
		</div>
	)
}
