import { Notice } from '../../components/notice.tsx'
import type { Role } from '../../lib/contract/role.ts'

type Props = { account: string; stored: string; role: Role; ticket: string | null }

/** The role belongs to another account than the record's: says before anything is sent what that takes. */
export function ForeignAccount({ account, stored, role, ticket }: Props) {
	const mayAsk = role === 'engineer' || role === 'admin'
	const missing = !mayAsk
		? 'Ask an engineer or an admin to run this check: send them the link of this page.'
		: ticket
			? undefined
			: 'Set the ticket above first.'
	return (
		<Notice tone={missing ? 'warn' : 'calm'} title="This role is of another account" fix={missing}>
			The record holds account <code className="text-sm">{stored}</code>, this role is of{' '}
			<code className="text-sm">{account}</code>. Checking another account takes a ticket and the role engineer or admin
			{missing ? '.' : `; it is recorded for ${ticket}.`}
		</Notice>
	)
}
