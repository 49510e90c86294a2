import { Bar, Loading } from '../../components/skeleton.tsx'

const ROWS = ['w-40', 'w-28', 'w-32', 'w-24', 'w-72', 'w-36', 'w-44', 'w-20', 'w-48', 'w-56', 'w-64']

/** As tall as the settings it stands for. */
export const SourceLoading = () => (
	<Loading what="the source" waitingFor="the gate">
		<div className="max-w-3xl rounded border border-line bg-surface px-4 pt-13 pb-3">
			{ROWS.map((width) => (
				<div key={width} className="grid h-10 grid-cols-[11rem_minmax(0,1fr)] items-center gap-4">
					<Bar className="w-24" />
					<Bar className={width} />
				</div>
			))}
		</div>
	</Loading>
)
