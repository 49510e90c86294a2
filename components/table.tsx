import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

/** A plain table; `caption` names it for a screen reader. Columns that a narrow window cannot hold are hidden by class. */
export function Table({ caption, head, children }: { caption: string; head: ReactNode; children: ReactNode }) {
	return (
		<table className="w-full border-collapse text-left">
			<caption className="sr-only">{caption}</caption>
			<thead className="border-line border-b text-muted text-sm">{head}</thead>
			{children}
		</table>
	)
}

/** Rows that belong together. `title` is shown above them and read out as their heading. */
export function RowGroup({ title, columns, children }: { title?: string; columns: number; children: ReactNode }) {
	return (
		<tbody className="divide-y divide-line border-line border-b last:border-b-0">
			{title && (
				<tr>
					<th scope="rowgroup" colSpan={columns} className="h-9 bg-sunken px-4 font-medium text-muted text-sm">
						{title}
					</th>
				</tr>
			)}
			{children}
		</tbody>
	)
}

export function HeadCell({ className, ...rest }: ComponentProps<'th'>) {
	return <th scope="col" {...rest} className={clsx('h-9 px-3 font-medium first:pl-4 last:pr-4', className)} />
}

export function Cell({ className, ...rest }: ComponentProps<'td'>) {
	return <td {...rest} className={clsx('h-9 px-3 py-1 align-middle first:pl-4 last:pr-4', className)} />
}
