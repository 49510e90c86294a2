import { z } from 'zod'
import type { Operation } from '../lib/contract/table.ts'
import { commandLine } from './command-line.ts'
import { at } from './flat.ts'
import type { Fields } from './input.ts'

/** The command that goes on from an answer of `operation`, and whose turn it is; null where nothing has to follow. */
export function nextCommand(operation: Operation, given: Fields, answered: unknown): string | null {
	const known: Fields = {}
	for (const name of ['planId', 'replayId', 'digest', 'ticket']) known[name] = at(answered, name) ?? given[name]
	const command = (next: Operation, more: Fields = {}) => commandLine(next, { ...known, ...more })
	if (operation === 'replays.getPlan') {
		if (at(answered, 'submittable.ok') !== true) return null
		const acknowledged = listAt(answered, 'preflight.notProvable').map((finding) => at(finding, 'findingId'))
		return `Next: ${command('replays.submit', { acknowledged })}`
	}
	switch (at(answered, 'replayId') && at(answered, 'status')) {
		case 'awaiting-approval':
			return `Next, for another person: ${command('replays.approve')}`
		case 'undecided': {
			const undecided = listAt(answered, 'parts').find((part) => at(part, 'state') === 'undecided')
			return `Next, for an engineer or admin: ${command('replays.settle', { position: at(undecided, 'position') })}`
		}
		case 'waiting':
		case 'running':
		case 'confirming':
		case 'cancelling':
			return operation === 'replays.get' ? null : `Next: ${command('replays.get')}`
		default:
			return null
	}
}

const listAt = (value: unknown, path: string) => z.array(z.unknown()).safeParse(at(value, path)).data ?? []
