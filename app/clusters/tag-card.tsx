import { Card } from '../../components/card.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { ClusterDescription } from '../../lib/contract/cluster-status.ts'

/** The tag that the shipped policy asks for, on top; then all tags, for roles that may see them. */
export function TagCard({ cluster: { vendorTag, tags } }: { cluster: ClusterDescription }) {
	return (
		<Card title="Tags">
			<p className="flex gap-2 px-4 py-2.5">
				<span className="flex h-5 items-center">
					<VerdictMark tone={vendorTag.ok ? 'good' : 'bad'} />
				</span>
				<span className="min-w-0">
					<code className="text-sm">vendor=segment</code> {vendorTag.ok ? 'is set.' : 'is missing.'}
					{vendorTag.found && (
						<>
							{' '}
							What is set is <code className="wrap-anywhere text-sm">{vendorTag.found}</code>: letters and case count.
						</>
					)}
				</span>
			</p>
			{tags && tags.length > 0 && (
				<ul aria-label="All tags" className="border-line border-t px-4 py-2">
					{tags.map(({ key, value }) => (
						<li key={key}>
							<code className="wrap-anywhere text-sm">
								{key}={value}
							</code>
						</li>
					))}
				</ul>
			)}
		</Card>
	)
}
