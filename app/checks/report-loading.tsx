import { Bar, Loading } from '../../components/skeleton.tsx'

const ROWS = ['w-20', 'w-16', 'w-24', 'w-28']

export const TitleLoading = () => (
	<>
		<span className="sr-only">Check</span>
		<span aria-hidden="true" className="appear-late flex h-7 w-120 max-w-full items-center">
			<Bar className="h-4 w-full" />
		</span>
	</>
)

export const FactsLoading = () => (
	<div aria-hidden="true" className="appear-late flex h-6 w-96 max-w-full items-center">
		<Bar className="w-full" />
	</div>
)

/** As tall as the head and the first rows of a report. */
export const ReportLoading = () => (
	<Loading what="the report" waitingFor="the gate">
		<Bar className="mb-11.5 h-2 w-full" />
		<div className="rounded border border-line bg-surface pt-22">
			{ROWS.map((width) => (
				<div key={width} className="flex h-9 items-center border-line border-t px-4">
					<Bar className={width} />
				</div>
			))}
		</div>
	</Loading>
)
