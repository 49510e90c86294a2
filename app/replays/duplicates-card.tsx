import { Card } from '../../components/card.tsx'
import { VerdictMark, type VerdictTone } from '../../components/verdict-mark.tsx'
import type { PlanDay } from '../../lib/contract/replay-plan.ts'
import { amount, DUPLICATES } from './words.ts'

/** How much of what is replayed may be in the lake twice afterwards, the worst first. */
export function DuplicatesCard({ days }: { days: PlanDay[] }) {
	const chosen = days.filter((day) => day.chosen)
	const kinds = KINDS.map(({ kind, tone }) => {
		const those = chosen.filter(({ duplicates }) => duplicates === kind)
		return { kind, tone, days: those.length, bytes: those.reduce((sum, { bytes }) => sum + bytes, 0) }
	})
	return (
		<Card title="Risk of duplicates">
			<ul className="divide-y divide-line">
				{kinds
					.filter((kind) => kind.days > 0)
					.map(({ kind, tone, ...much }) => (
						<li key={kind} className="grid items-start gap-x-4 px-4 py-2 sm:grid-cols-[7rem_9rem_minmax(0,1fr)]">
							<span className="flex items-center gap-2 font-medium">
								<VerdictMark tone={tone} />
								{DUPLICATES[kind].name}
							</span>
							<span className="tabular-nums">{amount(much)}</span>
							<span className="text-muted">{DUPLICATES[kind].about}</span>
						</li>
					))}
				{chosen.length === 0 && <li className="px-4 py-2 text-muted">Nothing is replayed.</li>}
			</ul>
		</Card>
	)
}

const KINDS = [
	{ kind: 'certain', tone: 'bad' },
	{ kind: 'possible', tone: 'warn' },
	{ kind: 'dropped', tone: 'good' },
] as const satisfies { kind: keyof typeof DUPLICATES; tone: VerdictTone }[]
