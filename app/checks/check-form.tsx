'use client'
import dynamic from 'next/dynamic'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { Bar } from '../../components/skeleton.tsx'
import { CaseTicket } from '../frame/case-ticket.tsx'
import { useMe } from '../frame/me.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { MayNotRun } from './may-not-run.tsx'
import { ProfileField } from './profile-field.tsx'
import { SourceField } from './source-field.tsx'
import type { FormParams } from './use-form-params.ts'
import { useRunCheck } from './use-run-check.ts'
import type { SourceLookup } from './use-source-lookup.ts'

const UnsavedForm = dynamic(() => import('./unsaved-form.tsx'), {
	ssr: false,
	loading: () => <Bar className="h-100 w-full" />,
})

type Props = { params: FormParams; onChange: (change: Partial<FormParams>) => void; lookup: SourceLookup }

/** Source and profile, and the button; or, for settings that are not saved yet, the fields as well. */
export function CheckForm({ params, onChange, lookup }: Props) {
	const me = useMe()
	const check = useRunCheck()
	const mayRun = me?.operations.includes('checks.run') ?? false
	const profile = params.profile ?? 'sync'
	const sourceId = params.source.trim()
	const ready = sourceId !== '' && lookup.state !== 'unknown'
	return (
		<Card title="Run a check">
			<div className="flex flex-col gap-3 px-4 py-3">
				<SourceField value={params.source} onChange={(source) => onChange({ source })} lookup={lookup} />
				<ProfileField value={profile} onChange={(chosen) => onChange({ profile: chosen })} />
				{me && !mayRun && <MayNotRun role={me.role} />}
				{mayRun && (
					<>
						<CaseTicket />
						{check.error && <RefusedNotice error={check.error} />}
						{!params.unsaved && (
							<div>
								<Button
									kind="primary"
									disabled={!ready || check.starting}
									onClick={() => check.run({ sourceId, profile })}
								>
									{check.starting ? 'Starting…' : 'Run check'}
								</Button>
							</div>
						)}
						<div className="border-line border-t pt-3">
							<Button
								size="small"
								aria-expanded={params.unsaved}
								onClick={() => onChange({ unsaved: !params.unsaved })}
							>
								{params.unsaved ? 'Check the stored settings instead' : 'Check settings that are not saved yet'}
							</Button>
						</div>
						{params.unsaved && !ready && (
							<Notice tone="calm" title="Choose the source first">
								The fields start from its stored settings, and the external id is picked from its record.
							</Notice>
						)}
						{params.unsaved && ready && lookup.source && me && (
							<UnsavedForm
								key={lookup.source.sourceId}
								sourceId={lookup.source.sourceId}
								profile={profile}
								params={params}
								onChange={onChange}
								check={check}
								role={me.role}
							/>
						)}
					</>
				)}
			</div>
		</Card>
	)
}
