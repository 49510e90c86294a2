import Link from 'next/link'
import { buttonClass } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { paths } from '../paths.ts'

/** Whom to ask is the same for everybody, whatever is registered. */
const ASK = 'Ask a Sluice admin (Okta group sluice-admins) to register it.'

export function NoMatch({ q, ticket }: { q: string; ticket: string | null }) {
	return (
		<EmptyState
			title="No source matches"
			action={
				<Link href={paths.sources({ ticket })} className={buttonClass()}>
					Show all sources
				</Link>
			}
		>
			Nothing is registered whose source, workspace, customer, cluster or role ARN holds{' '}
			<span className="wrap-anywhere font-mono text-ink text-sm">{q}</span>. {ASK}
		</EmptyState>
	)
}

export function NoneRegistered({ mayAdd, ticket }: { mayAdd: boolean; ticket: string | null }) {
	return (
		<EmptyState
			title="No source is registered yet"
			action={
				mayAdd && (
					<Link href={paths.sourceNew({ ticket })} className={buttonClass('primary')}>
						Register a source
					</Link>
				)
			}
		>
			Sources appear here once an admin registers them, one by one or with the bulk import.
		</EmptyState>
	)
}

/** The same words for an id that never was and for one that nobody may know of. */
export function NoSuchSource({ ticket }: { ticket: string | null }) {
	return (
		<EmptyState
			title="No source with this id"
			action={
				<Link href={paths.sources({ ticket })} className={buttonClass()}>
					Search sources
				</Link>
			}
		>
			Compare the id with the ticket first: ids are case-sensitive. {ASK}
		</EmptyState>
	)
}
