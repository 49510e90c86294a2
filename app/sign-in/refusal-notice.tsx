import { Notice } from '../../components/notice.tsx'
import type { Description } from '../../lib/gateway/description.ts'

/** Who refused, why, who can change it, and the id to quote. */
export function RefusalNotice({ description }: { description: Description }) {
	const { who, title, why, todo, requestId } = description
	return (
		<Notice tone="bad" title={title} fix={todo} requestId={requestId} urgent>
			Refused by {who}. {why}
		</Notice>
	)
}
