import Link from 'next/link'
import { Mono } from '../../components/mono.tsx'
import { Cell, HeadCell, RowGroup, Table } from '../../components/table.tsx'
import { Age } from '../../components/time.tsx'
import type { SourceRow } from '../../lib/contract/sources.ts'
import { LastVerdict } from '../checks/parts.tsx'
import { paths } from '../paths.ts'

const COLUMNS = 7

type Props = { rows: SourceRow[]; searched: boolean; ticket: string | null }

/** Without a search those opened last come first, under their own heading. */
export function SourceRows({ rows, searched, ticket }: Props) {
	const opened = searched ? [] : rows.filter((row) => row.openedAt !== null)
	const others = searched ? rows : rows.filter((row) => row.openedAt === null)
	const draw = (row: SourceRow) => <Row key={row.sourceId} row={row} ticket={ticket} />
	return (
		<Table
			caption="Sources"
			head={
				<tr>
					<HeadCell>Customer</HeadCell>
					<HeadCell>Source</HeadCell>
					<HeadCell className="hidden sm:table-cell">Last check</HeadCell>
					<HeadCell className="hidden md:table-cell">Workspace</HeadCell>
					<HeadCell className="hidden sm:table-cell">Region</HeadCell>
					<HeadCell className="hidden xl:table-cell">Cluster</HeadCell>
					<HeadCell className="hidden lg:table-cell">Updated</HeadCell>
				</tr>
			}
		>
			{opened.length > 0 && (
				<RowGroup title="Opened by you" columns={COLUMNS}>
					{opened.map(draw)}
				</RowGroup>
			)}
			{others.length > 0 && (
				<RowGroup title={opened.length > 0 ? 'All other sources' : undefined} columns={COLUMNS}>
					{others.map(draw)}
				</RowGroup>
			)}
		</Table>
	)
}

/** The link covers its whole row; copy buttons lie above it. */
function Row({ row, ticket }: { row: SourceRow; ticket: string | null }) {
	return (
		<tr data-row className="relative transition-colors focus-within:bg-hover hover:bg-hover">
			<Cell>
				<span className="block font-medium">{row.customer}</span>
				<span className="sm:hidden">
					<LastVerdict last={row.lastCheck} ticket={ticket} />
				</span>
			</Cell>
			<Cell>
				<Mono text={row.sourceId} what="source id" quiet>
					<Link
						data-row-link
						href={paths.source(row.sourceId, { ticket })}
						className="text-accent after:absolute after:inset-0 hover:underline"
					>
						{row.sourceId}
					</Link>
				</Mono>
			</Cell>
			<Cell className="hidden sm:table-cell">
				<LastVerdict last={row.lastCheck} ticket={ticket} />
			</Cell>
			<Cell className="hidden md:table-cell">
				<Mono text={row.workspaceId} what="workspace id" quiet />
			</Cell>
			<Cell className="hidden sm:table-cell">
				<code className="whitespace-nowrap text-sm">{row.region}</code>
			</Cell>
			<Cell className="hidden xl:table-cell">
				<Mono text={row.clusterId} what="cluster id" quiet />
			</Cell>
			<Cell className="hidden text-sm lg:table-cell">
				<Age iso={row.updatedAt} />
			</Cell>
		</tr>
	)
}
