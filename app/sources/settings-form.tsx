'use client'
import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Source } from '../../lib/contract/sources.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { ConflictNotice } from './conflict-notice.tsx'
import { difference, rebase } from './difference.ts'
import { type SourceForm, settingsOf } from './form-values.ts'
import ReviewDialog from './review-dialog.tsx'
import { SettingsFields } from './settings-fields.tsx'
import { useSourceForm } from './use-source-form.ts'
import { isConflict } from './version-conflict.ts'

type Props = {
	/** As stored now; null for a new source. A newer one may arrive while somebody edits. */
	source: Source | null
	onSaved: (saved: Source, ticket: string) => void
}

/** Edits the settings of a source. Loaded with the edit page only, since the form library weighs as much as a page. */
export default function SettingsForm({ source, onSaved }: Props) {
	const { form, base, draft, leftOut, elsewhere, save, discard, goOnFrom, submit } = useSourceForm(source, onSaved)
	const [review, setReview] = useState<SourceForm | null>(null)
	const newer = source && source.version > base.version && !save.isSuccess ? source : null
	const theirs = newer && settingsOf(newer)
	const changes = review ? difference(base.settings, review.settings) : []
	const unchanged = review !== null && changes.length === 0
	return (
		<form
			noValidate
			onSubmit={form.handleSubmit((values) => setReview(values))}
			className="flex max-w-4xl flex-col gap-4"
			aria-label={source ? 'Settings of this source' : 'Settings of a new source'}
		>
			{draft && (
				<Notice
					tone="calm"
					title="Your unsaved edits are back"
					actions={<Button onClick={discard}>Discard my edits</Button>}
				>
					{draft.baseVersion === base.version
						? 'They were kept in this tab while you signed in.'
						: `They were made on version ${draft.baseVersion}; version ${base.version} is stored now. Look through them before you save.`}{' '}
					External ids are never kept.
				</Notice>
			)}
			<SettingsFields form={form} isNew={source === null} />
			<div className="max-w-80">
				<TextField control={form.control} name="ticket" label="Ticket" mono hint="Recorded with the change." />
			</div>
			{newer && theirs && base.settings && (
				<div ref={bringIntoView}>
					<ConflictNotice
						stored={newer}
						from={base.version}
						both={rebase(base.settings, form.getValues('settings'), theirs).both}
						onGoOn={() => goOnFrom(newer)}
					/>
				</div>
			)}
			{save.error && !(isConflict(save.error) && newer) && (
				<div ref={bringIntoView}>
					<RefusedNotice error={save.error} />
				</div>
			)}
			{elsewhere.length > 0 && (
				<Notice tone="bad" title="The service also says">
					<ul>
						{elsewhere.map((line) => (
							<li key={line}>{line}</li>
						))}
					</ul>
				</Notice>
			)}
			{leftOut.length > 0 && (
				<p className="text-muted text-sm">
					If you have to leave this page to sign in, external ids are not kept: they guard the customer’s role.
				</p>
			)}
			{unchanged && <p role="status">Nothing differs from version {base.version}, so there is nothing to save.</p>}
			<div className="flex flex-wrap gap-2">
				<Button type="submit" kind="primary" disabled={newer !== null}>
					Review changes
				</Button>
				<Link
					href={source ? paths.source(source.sourceId, { ticket: form.getValues('ticket') }) : paths.sources()}
					className={buttonClass('quiet')}
				>
					Back without saving
				</Link>
			</div>
			<ReviewDialog
				open={review !== null && !unchanged}
				onClose={() => setReview(null)}
				changes={changes}
				version={base.version + 1}
				ticket={review?.ticket ?? ''}
				saving={save.isPending}
				onSave={() => {
					if (review) submit(review, () => setReview(null))
				}}
			/>
		</form>
	)
}

/** What stopped a save must be seen by whoever pressed the button, wherever the page is scrolled to. */
const bringIntoView = (notice: HTMLElement | null) => notice?.scrollIntoView?.({ block: 'nearest' })
