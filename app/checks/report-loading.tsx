import { Bar, Loading } from '../../components/skeleton.tsx'

const ROWS = ['w-20', 'w-16', 'w-24', 'w-28']

/** As tall as the head and the first rows of a report. */
export const ReportLoading = () => (
	<Loading what="the report" waitingFor="the gate">
		<Bar className="mb-7 h-2 w-full" />
		<div className="max-w-3xl rounded border border-line bg-surface pt-20">
			{ROWS.map((width) => (
				<div key={width} className="flex h-9 items-center border-line border-t px-4">
					<Bar className={width} />
				</div>
			))}
		</div>
	</Loading>
)
