import { z } from 'zod'
import { OUTCOMES } from '../lib/contract/check-report.ts'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { csv } from './csv.ts'
import { EXIT, type Exit } from './exit.ts'
import { exitOfAnswer } from './exit-of-answer.ts'
import { at, leavesOf, pathsOf } from './flat.ts'
import { plain } from './plain.ts'
import { MAIN_PART, PARTS, SHOWN } from './shown.ts'
import { pairs, table, wordsOf } from './table.ts'
import type { Style, Terminal } from './terminal.ts'

/** An answer of the API and the row of the contract that promised it. */
export type Answered = { operation: string; row: Endpoint; value: unknown }

/** For a spreadsheet: a list's entries, a report's findings, or the thing itself as one row. */
export function csvOf({ operation, row, value }: Answered): string {
	const member = MAIN_PART[operation] ?? 'items'
	const element = elementOf(row, member)
	return element ? csv(pathsOf(element), sorted(rowsAt(value, member))) : csv(pathsOf(row.output), [value])
}

/** For people: the verdict, then what is so, then its lists. */
export function textOf(answered: Answered, terminal: Terminal): string {
	const { operation, row, value } = answered
	const element = elementOf(row, 'items')
	if (element) return listText(terminal, SHOWN[operation] ?? pathsOf(element), value)
	const headline = at(value, 'headline') ?? at(value, 'preflight.headline')
	const leaves = leavesOf(value).filter(([path, leaf]) => path !== 'headline' && !isList(leaf))
	const shown = SHOWN[operation]
	const facts = shown ? shown.map((path): [string, unknown] => [path, at(value, path)]) : leaves
	return [
		...(typeof headline === 'string' ? [terminal.paint(toneOf(answered), plain(headline))] : []),
		pairs(terminal, facts),
		...partsOf(answered).map(([name, paths, rows]) => `${wordsOf(name)}\n${table(terminal, paths, sorted(rows))}`),
	].join('\n\n')
}

function listText(terminal: Terminal, paths: readonly string[], value: unknown): string {
	const rows = rowsAt(value, 'items')
	return rows.length === 0 ? 'Nothing found.' : table(terminal, paths, rows)
}

const TONES = new Map<Exit, Style>([
	[EXIT.fine, ['bold', 'green']],
	[EXIT.no, ['bold', 'red']],
])
const toneOf = ({ operation, value }: Answered): Style =>
	TONES.get(exitOfAnswer(operation, value)) ?? ['bold', 'yellow']

type Part = [name: string, paths: readonly string[], rows: unknown[]]

function partsOf({ operation, value }: Answered): Part[] {
	const named = PARTS[operation]
	const lists = leavesOf(value).filter(([name, leaf]) => isList(leaf) && (!named || name in named))
	return lists.map(([name]): Part => {
		const rows = rowsAt(value, name)
		return [name, named?.[name] ?? [...new Set(rows.flatMap((each) => leavesOf(each).map(([path]) => path)))], rows]
	})
}

const isList = (leaf: unknown) => Array.isArray(leaf) && leaf.some((entry) => typeof entry === 'object')

const rowsAt = (value: unknown, path: string) => z.array(z.unknown()).safeParse(at(value, path)).data ?? []

/** What the answer's `member` lists, by the contract; null when it is no list. */
function elementOf({ output }: Endpoint, member: string): z.ZodType | null {
	const list: unknown = output instanceof z.ZodObject ? output.shape[member] : null
	return list instanceof z.ZodArray && list.element instanceof z.ZodType ? list.element : null
}

/** Findings, denied ones first as the contract lists outcomes; a word of a newer service right after the known bad ones. */
function sorted(rows: unknown[]): unknown[] {
	const rankOf = (row: unknown) => {
		const known = (OUTCOMES as readonly unknown[]).indexOf(at(row, 'outcome'))
		return known === -1 ? 2 : known
	}
	return rows.toSorted((one, other) => rankOf(one) - rankOf(other))
}
