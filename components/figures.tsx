export type Figure = { value: string; name: string }

/** A few numbers that belong together, each with what it counts. */
export const Figures = ({ figures }: { figures: Figure[] }) => (
	<dl className="flex flex-wrap gap-x-8 gap-y-2">
		{figures.map(({ value, name }) => (
			<div key={name} className="flex flex-col-reverse">
				<dt className="text-muted text-sm">{name}</dt>
				<dd className="font-semibold text-verdict tabular-nums">{value}</dd>
			</div>
		))}
	</dl>
)
