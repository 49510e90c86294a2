'use client'
import Link from 'next/link'
import type { Preflight } from '../../lib/contract/replay-plan.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'

type Props = { preflight: Preflight; known: readonly string[]; onKnown: (known: readonly string[]) => void }

/** The rights that no harmless call can prove: whoever submits says of each that they know. Recorded with the replay. */
export function Knowledge({ preflight: { checkId, notProvable }, known, onKnown }: Props) {
	const { ticket } = useCase()
	const tick = (findingId: string, ticked: boolean) =>
		onKnown(ticked ? [...known, findingId] : known.filter((one) => one !== findingId))
	return (
		<fieldset className="flex w-full flex-col gap-1">
			<legend className="mb-1 font-medium">Not provable before it is needed</legend>
			{notProvable.map(({ findingId, action, headline }) => (
				<div key={findingId}>
					<label className="flex cursor-pointer gap-2.5 rounded-md px-1 py-1 hover:bg-hover">
						<input
							type="checkbox"
							checked={known.includes(findingId)}
							onChange={(event) => tick(findingId, event.target.checked)}
							className="mt-0.5 size-4 shrink-0 accent-accent"
						/>
						<span className="min-w-0">
							I know that <code className="wrap-anywhere text-sm">{action}</code> is not proven: without it the replay
							fails.
							<span className="block text-muted text-sm">{headline}</span>
						</span>
					</label>
					<Link
						href={paths.check(checkId, { ticket, finding: findingId })}
						className="ml-7.5 inline-flex min-h-6 items-center rounded-sm text-accent text-sm hover:underline"
					>
						See the finding
					</Link>
				</div>
			))}
		</fieldset>
	)
}
