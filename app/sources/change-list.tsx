import type { Change } from '../../lib/contract/sources.ts'
import { settingName } from './setting.ts'

/** What changed, one line per setting: before struck out, after beside it. `kept` stands where values are not for the reader. */
export function ChangeList({ changes, kept }: { changes: Change[]; kept: string }) {
	return (
		<dl className="flex flex-col gap-2">
			{changes.map(({ field, before, after }) => (
				<div key={field} className="flex flex-col gap-0.5">
					<dt className="text-muted text-sm">{settingName(field)}</dt>
					<dd className="min-w-0 text-sm">
						{before === undefined || after === undefined ? (
							<span className="text-muted">Changed. {kept}</span>
						) : (
							<span className="flex flex-col items-start gap-0.5">
								{before !== null && (
									<del className="wrap-anywhere rounded-sm bg-bad-soft px-1 font-mono text-bad">
										<span className="sr-only">Before: </span>
										{plain(before)}
									</del>
								)}
								{after !== null && (
									<ins className="wrap-anywhere rounded-sm bg-good-soft px-1 font-mono text-good no-underline">
										<span className="sr-only">After: </span>
										{plain(after)}
									</ins>
								)}
							</span>
						)}
					</dd>
				</div>
			))}
		</dl>
	)
}

/** Values come as JSON text, whose quotes and brackets are only noise to a reader. */
function plain(json: string): string {
	const value: unknown = JSON.parse(json)
	if (Array.isArray(value)) return value.join(', ')
	return typeof value === 'string' ? value : json
}
