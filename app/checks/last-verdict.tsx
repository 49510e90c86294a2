import Link from 'next/link'
import { Age } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { LastCheck } from '../../lib/contract/check-report.ts'
import { paths } from '../paths.ts'
import { verdictOf } from './standing.ts'

/** The last verdict on a source, with its age, leading to the report. Lies above a row that is a link itself. */
export function LastVerdict({ last, ticket }: { last: LastCheck | null; ticket: string | null }) {
	if (!last) return <span className="whitespace-nowrap text-muted text-sm">Not checked</span>
	const { tone, name } = verdictOf({ status: 'done', verdict: last.verdict })
	return (
		<Link
			href={paths.check(last.checkId, { ticket })}
			className="relative z-10 inline-flex min-h-6 min-w-6 flex-wrap items-center gap-x-1.5 rounded-sm hover:underline"
		>
			<VerdictMark tone={tone} />
			{name}
			<Age iso={last.finishedAt} />
		</Link>
	)
}
