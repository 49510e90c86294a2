'use client'
import { useRowKeys } from '../../components/row-keys.ts'
import { Segmented } from '../../components/segmented.tsx'
import { Bar } from '../../components/skeleton.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { Check } from '../../lib/contract/check-report.ts'
import { FindingRow } from './finding-row.tsx'
import { ALL, countsOf, filtersOf, type Group, groupsOf } from './shown-findings.ts'
import { tonesOf } from './standing.ts'
import type { OpenFinding } from './use-open-finding.ts'
import { useShow } from './use-show.ts'
import { groupName } from './words.ts'

/** What was asked and what became of it, by service. The filter stands in the address. */
export function Findings({ check, opened }: { check: Check; opened: OpenFinding }) {
	const [show, setShow] = useShow()
	useRowKeys()
	const { findings, status, progress } = check
	const groups = groupsOf(check, show, opened.open)
	const running = status === 'running'
	const waiting = running && show === ALL ? Math.max(0, progress.total - findings.length) : 0
	const lost = opened.open !== null && !running && !findings.some(({ findingId }) => findingId === opened.open)
	return (
		<section aria-labelledby="findings" className="rounded border border-line bg-surface">
			<header className="flex flex-col gap-2 border-line border-b px-4 py-3">
				<h2 id="findings" className="font-semibold">
					Findings
				</h2>
				<Segmented
					label="Show findings"
					segments={filtersOf(findings, show)}
					value={show}
					onChange={(value) => void setShow(value || null)}
				/>
			</header>
			{lost && (
				<p role="status" className="border-line border-b px-4 py-2 text-sm">
					The link names a finding that this check did not ask: <code className="text-sm">{opened.open}</code>
				</p>
			)}
			{groups.map((group) => (
				<GroupOfFindings key={group.group} group={group} check={check} opened={opened} show={show} />
			))}
			<Awaited count={waiting} />
			{show === '' && findings.length > 0 && <Rest groups={groups} onAll={() => void setShow(ALL)} />}
		</section>
	)
}

type GroupProps = { group: Group; check: Check; opened: OpenFinding; show: string }

function GroupOfFindings({ group: { group, all, shown }, check, opened, show }: GroupProps) {
	const worst = tonesOf(all).find(({ count }) => count > 0)?.tone ?? 'open'
	const name = groupName(group)
	return (
		<section aria-label={name} className="border-line border-b last:border-b-0">
			<h3 className="flex min-h-9 items-center gap-2.5 bg-sunken px-4">
				<VerdictMark tone={worst} />
				<span className="font-medium">{name}</span>
				<span className="ml-auto text-right text-muted text-sm tabular-nums">
					{all.length > 0 ? countsOf(all).join(', ') : 'no answer yet'}
				</span>
			</h3>
			{shown.length > 0 && (
				<ul className="divide-y divide-line">
					{shown.map((finding) => (
						<FindingRow key={finding.findingId} finding={finding} check={check} opened={opened} show={show} />
					))}
				</ul>
			)}
		</section>
	)
}

function Rest({ groups, onAll }: { groups: Group[]; onAll: () => void }) {
	const hidden = groups.reduce((sum, { all, shown }) => sum + all.length - shown.length, 0)
	const shown = groups.reduce((sum, group) => sum + group.shown.length, 0)
	if (hidden === 0) return null
	return (
		<p className="flex flex-wrap items-center gap-x-2 border-line border-t px-4 py-2 text-muted text-sm">
			{hidden} {shown > 0 && 'more '}
			{hidden === 1 ? 'finding needs' : 'findings need'} no attention.
			<button type="button" onClick={onAll} className="min-h-6 rounded-sm text-accent hover:underline">
				Show all
			</button>
		</p>
	)
}

/** One row for each answer that is still to come, so that a finding takes a place instead of making one. */
const Awaited = ({ count }: { count: number }) =>
	Array.from({ length: count }, (_, index) => `awaited ${index}`).map((key) => (
		<div key={key} data-awaited aria-hidden="true" className="flex h-9 items-center gap-3 border-line border-t px-4">
			<Bar className="w-4" />
			<Bar className="w-48" />
		</div>
	))
