'use client'
import { Button } from '../../components/button.tsx'
import type { Profile } from '../../lib/contract/check-report.ts'
import type { useRunCheck } from './use-run-check.ts'

type Props = {
	name: string
	sourceId: string
	profile: Profile
	check: ReturnType<typeof useRunCheck>
	kind?: 'primary' | 'secondary'
}

/** Runs a check of the stored settings by one press. */
export const RunButton = ({ name, sourceId, profile, check, kind = 'primary' }: Props) => (
	<Button kind={kind} disabled={check.starting} onClick={() => check.run({ sourceId, profile })}>
		{check.starting ? 'Starting…' : name}
	</Button>
)
