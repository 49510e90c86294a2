'use client'
import Link from 'next/link'
import { Button, buttonClass } from '../../components/button.tsx'
import type { Check } from '../../lib/contract/check-report.ts'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { PROFILES } from '../search-params.ts'
import { useRunCheck } from './use-run-check.ts'

/** The same question once more: of the stored settings as they are now, or, for settings from the form, by way of the form. */
export function RunAgain({ check }: { check: Check }) {
	const { ticket } = useCase()
	const mayRun = useMe()?.operations.includes('checks.run') ?? false
	const again = useRunCheck()
	const profile = PROFILES.find((one) => one === check.profile)
	if (!mayRun || !profile) return null
	if (!check.saved) {
		const { version: _, ...settings } = check.settings
		const form = paths.checks({ source: check.sourceId, profile, ticket, unsaved: true, ...settings })
		return (
			<Link href={form} className={buttonClass()}>
				Check these settings again
			</Link>
		)
	}
	return (
		<>
			<Button disabled={again.starting} onClick={() => again.run({ sourceId: check.sourceId, profile })}>
				{again.starting ? 'Starting…' : 'Run again'}
			</Button>
			{again.error && (
				<div className="w-full">
					<RefusedNotice error={again.error} />
				</div>
			)}
		</>
	)
}
