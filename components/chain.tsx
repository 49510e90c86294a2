import clsx from 'clsx'
import { ArrowRight } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { TONE_GROUND } from './mark.tsx'
import { VerdictMark, type VerdictTone } from './verdict-mark.tsx'

export type ChainLink = {
	name: string
	/** Which one it is: an id. */
	detail?: string | undefined
	tone: VerdictTone
	words: string
	/** What the words rest on. */
	href: Route | null
}

type Props = {
	label: string
	links: ChainLink[]
	/** Where the last link leads, all of them side by side. */
	ends: ChainLink[]
}

/** One thing leads to the next: a row where there is room, else a column. The broken link stands out, what is behind it is pale. */
export function Chain({ label, links, ends }: Props) {
	return (
		<div className="@container">
			<ol aria-label={label} className="flex flex-col @xl:flex-row @xl:items-center">
				{links.map((link, index) => (
					<li key={link.name} className={clsx(ROW, index < 2 ? '@xl:flex-2' : '@xl:flex-3')}>
						{index > 0 && <Arrow tone={link.tone} />}
						<Box link={link} />
					</li>
				))}
				<li className={clsx(ROW, '@xl:flex-4')}>
					<Arrow tone="open" />
					<ul className="flex min-w-0 flex-1 flex-col gap-1.5">
						{ends.map((end) => (
							<li key={end.name} className="flex">
								<Box link={end} />
							</li>
						))}
					</ul>
				</li>
			</ol>
		</div>
	)
}

const ROW = 'flex min-w-0 flex-col @xl:flex-row @xl:items-center'

const Arrow = ({ tone }: { tone: VerdictTone }) => (
	<ArrowRight
		aria-hidden
		className={clsx(
			'mx-3 my-0.5 size-4 shrink-0 rotate-90 @xl:mx-0.5 @xl:my-0 @xl:rotate-0',
			tone === 'bad' ? 'text-bad' : 'text-muted',
		)}
	/>
)

function Box({ link: { name, detail, tone, words, href } }: { link: ChainLink }) {
	const loud = tone === 'bad' || tone === 'warn'
	return (
		<div
			className={clsx(
				'relative min-w-0 flex-1 rounded-md border px-2 py-1.5',
				loud ? TONE_GROUND[tone] : 'border-line',
				tone === 'open' && 'border-dashed text-muted',
				href && 'transition-colors focus-within:bg-hover hover:bg-hover',
			)}
		>
			<p className="flex items-center gap-1.5 font-medium">
				<VerdictMark tone={tone} />
				{href ? (
					<Link href={href} className="rounded-sm after:absolute after:inset-0">
						{name}
					</Link>
				) : (
					name
				)}
			</p>
			{detail && <code className="block wrap-anywhere text-muted text-sm">{detail}</code>}
			<p className={clsx('text-sm', !loud && 'text-muted')}>{words}</p>
		</div>
	)
}
