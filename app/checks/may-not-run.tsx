import { Notice } from '../../components/notice.tsx'
import type { Role } from '../../lib/contract/role.ts'
import { notDoneBy } from '../frame/not-shown-to.ts'

/** Says before anything is typed why there is no button, and whom to ask. */
export const MayNotRun = ({ role }: { role: Role }) => (
	<Notice
		tone="calm"
		title="Your role reads checks only"
		fix="Ask somebody in the Okta group sluice-support, sluice-engineers or sluice-admins, and give them a link to this form."
	>
		{notDoneBy(role, 'open every report', 'run checks, since a check calls into the customer’s account')}
	</Notice>
)
