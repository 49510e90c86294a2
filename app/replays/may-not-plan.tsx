import { Notice } from '../../components/notice.tsx'
import type { Role } from '../../lib/contract/role.ts'
import { notDoneBy } from '../frame/not-shown-to.ts'

/** Says before anything is typed why there is no button, and whom to ask. */
export const MayNotPlan = ({ role }: { role: Role }) => (
	<Notice
		tone="calm"
		title="Your role reads replays only"
		fix="Ask somebody in the Okta group sluice-support, sluice-engineers or sluice-admins, and give them a link to this form."
	>
		{notDoneBy(role, 'open every plan and replay', 'plan or submit them, since that touches the customer’s account')}
	</Notice>
)
