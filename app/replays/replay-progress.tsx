import { ProgressBar } from '../../components/progress-bar.tsx'
import { counted, size } from '../../components/size.ts'
import type { Replay, ReplayPart } from '../../lib/contract/replay-record.ts'

/** How much of the replay is loaded, by parts, days and size. It never changes its height. */
export function ReplayProgress({ replay: { parts, progress, days, bytes } }: { replay: Replay }) {
	const loaded = parts.filter(({ state }) => state === 'done')
	const rows = loaded.reduce((sum, part) => sum + (part.rows ?? 0), 0)
	const value = `${progress.done} of ${counted(progress.total, 'part')} loaded`
	const words = [
		value,
		`${total(loaded, 'days').toLocaleString('en')} of ${counted(days, 'day')}`,
		`${size(total(loaded, 'bytes'))} of ${size(bytes)}`,
		loaded.some((part) => part.rows !== null) && counted(rows, 'row'),
	]
	const count = (...states: string[]) => parts.filter(({ state }) => states.includes(state)).length
	return (
		<div className="flex flex-col gap-1.5">
			<ProgressBar
				label="Progress of the replay"
				value={value}
				done={progress.done}
				total={progress.total}
				parts={[
					{ tone: 'good', count: count('done') },
					{ tone: 'bad', count: count('failed') },
					{ tone: 'calm', count: count('cancelled', 'skipped') },
				]}
			/>
			<p className="min-h-5 text-muted text-sm tabular-nums">{words.filter(Boolean).join(' · ')}</p>
		</div>
	)
}

const total = (parts: ReplayPart[], what: 'days' | 'bytes') => parts.reduce((sum, part) => sum + part[what], 0)
