'use client'
import { PageHead } from '../../components/page-head.tsx'
import { paths } from '../paths.ts'
import { CheckForm } from './check-form.tsx'
import { RecentChecks } from './recent-checks.tsx'
import { useFormParams } from './use-form-params.ts'
import { useSourceLookup } from './use-source-lookup.ts'

/** What was checked, and the form that checks anew. Its address is the form: a link to it fills it, and runs nothing. */
export function ChecksPage() {
	const { params, change } = useFormParams()
	const lookup = useSourceLookup(params.source)
	const name = lookup.source?.customer ?? params.source
	return (
		<>
			<PageHead tab={name ? `Checks · ${name}` : 'Checks'} steps={[{ name: 'Checks' }]} title="Checks" />
			<div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
				<div className="min-w-0 lg:order-2">
					<CheckForm params={params} onChange={change} lookup={lookup} />
				</div>
				<RecentChecks
					filter={{
						sourceId: lookup.state === 'open' ? undefined : lookup.sourceId,
						profile: params.profile ?? undefined,
					}}
					ticket={params.ticket}
					allHref={paths.checks({ ticket: params.ticket })}
				/>
			</div>
		</>
	)
}
