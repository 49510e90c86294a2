import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countedWork } from './counted-work.fixture.ts'
import { grammar, readsWhatStands, shreds } from './denial.fixture.ts'
import { readDenial } from './denial.ts'

const TEXTS = 200_000
const FAMILIES = 2_000
const SHORT = 10_000
/** How much work a character may be, in counted steps: far more than it is, far less than any product of lengths. */
const PER_CHARACTER = 60

const texts = [...grammar()].map(([, text]) => text)
const blanks = fc.constantFrom('  ', '\t \t', '\n\n')
const piece = fc.oneof(shreds, blanks, fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ maxLength: 8 }))
/** Of 1,000 parts of a text. Not a double: those are drawn by their bits, nearly all of them next to zero. */
const share = fc.nat(1_000).map((part) => part / 1_000)
const edit = fc.record({ at: share, removed: fc.nat(30), put: piece })
/** A real refusal with up to six places cut, replaced or torn. */
const mutated = fc
	.tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }))
	.map(([text, edits]) =>
		edits.reduce((before, { at, removed, put }) => {
			const from = Math.floor(at * before.length)
			return before.slice(0, from) + put + before.slice(from + removed)
		}, text),
	)
const anything = fc.oneof(
	{ weight: 3, arbitrary: mutated },
	{ weight: 1, arbitrary: fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
)

it(`${TEXTS.toLocaleString('en')} texts of all kinds are read, and nothing is read that is not there`, () => {
	fc.assert(fc.property(anything, readsWhatStands), { numRuns: TEXTS })
})

/** A refusal torn in two, so that what is put between meets a reader that waits for something. */
const torn = fc.oneof(
	{
		weight: 3,
		arbitrary: fc
			.tuple(fc.constantFrom(...texts), share)
			.map(([text, at]) => [text.slice(0, Math.floor(at * text.length)), text.slice(Math.floor(at * text.length))]),
	},
	{ weight: 1, arbitrary: fc.tuple(piece, piece) },
)
const single = fc.constantFrom(...'aA0-_*:/."\'(), \t\n=', 'a:', 'a ', ' a', 'arn:', 'kms:', 'user: ')
const filling = fc.oneof(
	{ weight: 3, arbitrary: single },
	fc.array(piece, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
)

it(`ten times the text is ten times the work: ${FAMILIES.toLocaleString('en')} texts of 10 KB against 100 KB, counted`, () => {
	let most = 0
	fc.assert(
		fc.property(torn, filling, filling, ([head = '', tail = ''], a, b) => {
			fc.pre(a !== '' && b !== '')
			const workOf = (length: number) => {
				const half = length / 2
				const text = head + a.repeat(Math.ceil(half / a.length)) + b.repeat(Math.ceil(half / b.length)) + tail
				const work = countedWork(() => readDenial(text))
				expect(work).toBeLessThan(PER_CHARACTER * text.length)
				most = Math.max(most, work / text.length)
				return work
			}
			expect(workOf(10 * SHORT)).toBeLessThan(10.5 * workOf(SHORT))
		}),
		{ numRuns: FAMILIES, endOnFailure: true },
	)
	console.log(`  at most ${most.toFixed(1)} steps for a character`)
})
