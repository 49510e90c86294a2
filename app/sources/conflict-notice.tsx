import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import type { Source } from '../../lib/contract/sources.ts'
import { ChangeList } from './change-list.tsx'
import type { Difference } from './difference.ts'

type Props = { stored: Source; from: number; both: Difference[]; onGoOn: () => void }

/** Somebody else saved first: who, when, which settings both changed, and the way on that loses no edit. */
export function ConflictNotice({ stored, from, both, onGoOn }: Props) {
	return (
		<Notice
			tone="warn"
			title={`${stored.updatedBy} saved version ${stored.version} while you were editing`}
			fix="Going on loads that version and puts your edits on top. Nothing is saved yet."
			actions={
				<Button kind="primary" onClick={onGoOn}>
					Load version {stored.version}, keep my edits
				</Button>
			}
			urgent
		>
			<p>
				Saved <Time iso={stored.updatedAt} />. You started from version {from}.
			</p>
			{both.length > 0 && (
				<div className="py-2">
					<p className="pb-1">You both changed these, theirs first, then yours:</p>
					<ChangeList changes={both} kept="" />
				</div>
			)}
		</Notice>
	)
}
