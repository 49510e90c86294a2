import clsx from 'clsx'
import type { PublicSettings } from '../../lib/settings/console.ts'

type Environment = PublicSettings['environment']

const LOOK: Record<Environment, { name: string; look: string }> = {
	local: { name: 'Local world', look: 'border-calm border-dashed text-calm' },
	beta: { name: 'Beta', look: 'border-edge text-ink' },
	production: { name: 'Production', look: 'border-ink bg-ink text-page' },
}

/** Always visible. Production is filled, everything else is an outline, and the local world has a lane of water on top. */
export function EnvironmentBadge({ environment }: { environment: Environment }) {
	const { name, look } = LOOK[environment]
	return (
		<span
			className={clsx(
				'inline-flex h-6 items-center whitespace-nowrap rounded-sm border px-2 font-medium text-xs',
				look,
			)}
		>
			<span className="sr-only">Environment: </span>
			{name}
		</span>
	)
}
