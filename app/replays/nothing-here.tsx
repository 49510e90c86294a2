import Link from 'next/link'
import { buttonClass } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { paths } from '../paths.ts'

/** The same words for an id that never was and for one that nobody may know of. */
export const NothingHere = ({ what, ticket }: { what: 'plan' | 'replay'; ticket: string | null }) => (
	<div className="rounded border border-line bg-surface">
		<EmptyState
			title={`No ${what} with this id`}
			action={
				<Link href={paths.replays({ ticket })} className={buttonClass()}>
					All replays
				</Link>
			}
		>
			Compare the link with the one that was sent: ids are case-sensitive. Whoever made the {what} can copy its link
			again.
		</EmptyState>
	</div>
)
