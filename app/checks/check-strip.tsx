import Link from 'next/link'
import { utc } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { CheckRow } from '../../lib/contract/check-report.ts'
import { paths } from '../paths.ts'
import { verdictOf } from './standing.ts'
import { profileName } from './words.ts'

const AS_MANY = 14

/** The last checks as marks, oldest to newest, so that the onset of trouble meets the eye. `rows` come newest first. */
export function CheckStrip({ rows, ticket }: { rows: CheckRow[]; ticket: string | null }) {
	const last = rows.slice(0, AS_MANY).reverse()
	if (last.length === 0) return <p className="text-muted text-sm">No check yet</p>
	return (
		<div className="flex min-w-0 flex-wrap items-center gap-x-2">
			<span aria-hidden="true" className="text-muted text-sm">
				Last checks
			</span>
			<ol aria-label="Last checks, oldest first" className="flex flex-wrap">
				{last.map((row) => {
					const { tone, name } = verdictOf(row)
					const words = `${name}, ${profileName(row.profile)}, ${utc(row.finishedAt ?? row.requestedAt)}`
					return (
						<li key={row.checkId}>
							<Link
								href={paths.check(row.checkId, { ticket })}
								title={words}
								className="inline-flex size-6 items-center justify-center rounded-sm hover:bg-hover"
							>
								<VerdictMark tone={tone} label={words} />
							</Link>
						</li>
					)
				})}
			</ol>
		</div>
	)
}
