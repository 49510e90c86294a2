import { describe, expect, it } from 'vitest'
import { createCircuit, type Showed } from './circuit.ts'

/** One call after the other, a second each; answers when it opened. */
function run(calls: readonly Showed[], stepMs = 100) {
	const circuit = createCircuit()
	let at = 0
	for (const [index, showed] of calls.entries()) {
		at = index * stepMs
		const leave = circuit.enter(at)
		if (!leave) return { circuit, at, openedAfter: index }
		leave(showed, at)
	}
	return { circuit, at, openedAfter: circuit.wait(at) > 0 ? calls.length : null }
}
const times = (count: number, ...pattern: Showed[]) => Array.from({ length: count }, () => pattern).flat()

describe('a circuit', () => {
	it.each([
		{ why: '5 failures in a row open it', calls: times(6, 'dead'), openedAfter: 5 },
		{ why: '4 do not', calls: times(4, 'dead'), openedAfter: null },
		{
			why: 'an answer between them starts the count anew',
			calls: [...times(4, 'dead'), 'alive', ...times(4, 'dead')],
			openedAfter: null,
		},
		{
			why: 'what shows nothing does not',
			calls: [...times(4, 'dead'), ...times(9, 'nothing'), 'dead'],
			openedAfter: 14,
		},
		{ why: 'half of the last 20 open it', calls: times(10, 'alive', 'dead'), openedAfter: 20 },
		{ why: 'half of 19 do not', calls: times(10, 'alive', 'dead').slice(1), openedAfter: null },
		{ why: '9 of 20 do not', calls: [...times(2, 'alive'), ...times(9, 'alive', 'dead')], openedAfter: null },
		{
			why: 'older failures leave the window',
			calls: [...times(10, 'alive', 'dead').slice(0, 18), ...times(20, 'alive'), ...times(3, 'dead')],
			openedAfter: null,
		},
		{ why: 'answers never open it, however many', calls: times(500, 'alive'), openedAfter: null },
	] as const)('$why', ({ calls, openedAfter }) => {
		expect(run(calls as Showed[]).openedAfter).toBe(openedAfter)
	})

	it('does not open on half of 20 that took longer than 30 s', () => {
		expect(run(times(10, 'alive', 'dead'), 1580).openedAfter).toBeNull()
		expect(run(times(10, 'alive', 'dead'), 1578).openedAfter).toBe(20)
	})

	const opened = () => {
		const { circuit, at } = run(times(5, 'dead'))
		return { circuit, at }
	}

	it('lets one call through after 30 s, and closes when that is answered', () => {
		const { circuit, at } = opened()
		expect(circuit.wait(at)).toBe(30_000)
		expect(circuit.enter(at + 29_999)).toBeNull()
		const trial = circuit.enter(at + 30_000)
		expect(circuit.enter(at + 30_000)).toBeNull()
		trial?.('alive', at + 30_050)
		expect(circuit.wait(at + 30_050)).toBe(0)
		for (const _ of times(4, 'dead')) circuit.enter(at + 30_051)?.('dead', at + 30_051)
		expect(circuit.enter(at + 30_051)).not.toBeNull()
	})

	it('waits another 30 s when the trial fails or hangs', () => {
		const { circuit, at } = opened()
		const failing = circuit.enter(at + 30_000)
		failing?.('dead', at + 38_000)
		expect(circuit.wait(at + 38_000)).toBe(30_000)
		const hanging = circuit.enter(at + 68_000)
		expect(hanging).not.toBeNull()
		expect(circuit.enter(at + 97_999)).toBeNull()
		expect(circuit.enter(at + 98_000)).not.toBeNull()
	})

	it('gives the trial to the next when it showed nothing', () => {
		const { circuit, at } = opened()
		circuit.enter(at + 30_000)?.('nothing', at + 30_010)
		expect(circuit.enter(at + 30_010)).not.toBeNull()
	})

	it('learns nothing from calls that were sent before it opened', () => {
		const circuit = createCircuit()
		const sent = Array.from({ length: 48 }, () => circuit.enter(0))
		for (const leave of sent.slice(0, 5)) leave?.('dead', 8_000)
		sent[5]?.('alive', 8_500)
		for (const leave of sent.slice(6)) leave?.('dead', 20_000)
		expect(circuit.wait(20_000)).toBe(18_000)
	})
})
