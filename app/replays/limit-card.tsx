import clsx from 'clsx'
import { Card } from '../../components/card.tsx'
import { counted, size } from '../../components/size.ts'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'

/** How much of what may be replayed without a second person is used, and what this plan adds. */
export function LimitCard({ plan: { limit, totals } }: { plan: Pick<ReplayPlan, 'limit' | 'totals'> }) {
	return (
		<Card title="Limit without approval">
			<div className="flex flex-col gap-3 px-4 py-3">
				<Gauge
					name="Days"
					used={limit.usedDays}
					adds={totals.days}
					most={limit.days}
					words={(value) => counted(value, 'day')}
				/>
				<Gauge name="Size" used={limit.usedBytes} adds={totals.bytes} most={limit.bytes} words={size} />
				<p className="text-muted text-sm">Of this source within 30 days, by everybody together, as of now.</p>
			</div>
		</Card>
	)
}

type GaugeProps = { name: string; used: number; adds: number; most: number; words: (value: number) => string }

function Gauge({ name, used, adds, most, words }: GaugeProps) {
	const over = used + adds > most
	const whole = Math.max(most, used + adds, 1)
	const share = (value: number) => ({ width: `${(100 * value) / whole}%` })
	return (
		<div className="flex flex-col gap-1">
			<p className="flex flex-wrap justify-between gap-x-4 tabular-nums">
				<span className="font-medium">{name}</span>
				<span>
					{words(used)} used, <span className={clsx(over && 'font-semibold text-warn')}>{words(adds)} more</span>
					{' of '}
					{words(most)}
				</span>
			</p>
			<div aria-hidden="true" className="relative flex h-2 overflow-hidden rounded-sm bg-line">
				<span className="bg-edge" style={share(used)} />
				<span className={over ? 'bg-warn' : 'bg-accent'} style={share(adds)} />
				{over && <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: `${(100 * most) / whole}%` }} />}
			</div>
		</div>
	)
}
