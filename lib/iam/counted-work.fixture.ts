/**
 * Counts what reading a text costs, so that a claim about time needs no clock: the characters that string methods look
 * at, and the steps of a backtracking matcher for patterns. Each step count is held against the real engine's answer.
 * Reading by index (`text[i]`) is not seen.
 */

type Step =
	| { op: 'character'; is: (code: number) => boolean }
	| { op: 'split'; first: number; second: number }
	| { op: 'jump'; by: number }
	| { op: 'start' | 'end' | 'found' }
	| { op: 'ahead'; steps: Step[] }

/** Whatever takes more is no answer worth waiting for. */
const MOST_STEPS = 5e7
const native = { exec: RegExp.prototype.exec, test: RegExp.prototype.test }

/** Which characters one atom of a pattern takes, each asked of the engine once. */
function oneOf(source: string, flags: string): Step {
	const pattern = new RegExp(`^${source}$`, flags)
	const known = new Map<number, boolean>()
	const ask = (code: number) => {
		const is = Reflect.apply(native.exec, pattern, [String.fromCharCode(code)]) !== null
		known.set(code, is)
		return is
	}
	return { op: 'character', is: (code) => known.get(code) ?? ask(code) }
}

/** A pattern as steps, for the syntax that is in use; any other is an error here, not a wrong count. */
function compile({ source, flags }: RegExp): Step[] {
	const own = flags.replace(/[^i]/g, '')
	let at = 0
	const eat = (text: string): boolean => {
		if (!source.startsWith(text, at)) return false
		at += text.length
		return true
	}
	const take = (pattern: RegExp): string => {
		const [found] = pattern.exec(source.slice(at)) ?? []
		if (found === undefined) throw new Error(`the counter does not know ${source} at ${at}`)
		at += found.length
		return found
	}
	function choice(): Step[] {
		const one = sequence()
		if (!eat('|')) return one
		const other = choice()
		return [{ op: 'split', first: 1, second: one.length + 2 }, ...one, { op: 'jump', by: other.length + 1 }, ...other]
	}
	function sequence(): Step[] {
		const steps: Step[] = []
		while (at < source.length && source[at] !== '|' && source[at] !== ')') steps.push(...repeated(atom()))
		return steps
	}
	function atom(): Step[] {
		if (eat('^')) return [{ op: 'start' }]
		if (eat('$')) return [{ op: 'end' }]
		if (eat('(')) {
			const ahead = eat('?=')
			if (!ahead) eat('?:')
			const inner = choice()
			take(/^\)/)
			return ahead ? [{ op: 'ahead', steps: [...inner, { op: 'found' }] }] : inner
		}
		return [oneOf(take(/^(?:\[(?:\\.|[^\]\\])+\]|\\[swS.()*]|[^\\[\](){}*+?.|^$])/), own)]
	}
	function repeated(body: Step[]): Step[] {
		const times = eat('*') ? '*' : eat('+') ? '+' : eat('?') ? '?' : ''
		const lazy = times !== '' && eat('?')
		const size = body.length
		const split = (again: number, on: number): Step => {
			return lazy ? { op: 'split', first: on, second: again } : { op: 'split', first: again, second: on }
		}
		if (times === '*') return [split(1, size + 2), ...body, { op: 'jump', by: -size - 1 }]
		if (times === '+') return [...body, split(-size, 1)]
		return times === '?' ? [split(1, size + 1), ...body] : body
	}
	const steps = choice()
	if (at < source.length) throw new Error(`the counter does not know ${source} at ${at}`)
	return [...steps, { op: 'found' }]
}

/** Where a match that begins at `from` ends, -1 for none, and how many steps that took, with every way tried in order. */
function walk(steps: Step[], text: string, from: number): { end: number; cost: number } {
	const untried: number[] = [0, from]
	let cost = 0
	while (untried.length > 0) {
		let at = untried.pop() ?? 0
		let pc = untried.pop() ?? 0
		for (;;) {
			cost += 1
			if (cost > MOST_STEPS) throw new Error('too many steps')
			const step = steps[pc]
			if (step === undefined) throw new Error('a pattern was compiled wrongly')
			if (step.op === 'found') return { end: at, cost }
			if (step.op === 'split') {
				untried.push(pc + step.second, at)
				pc += step.first
			} else if (step.op === 'jump') pc += step.by
			else if (step.op === 'character' && at < text.length && step.is(text.charCodeAt(at))) {
				at += 1
				pc += 1
			} else if ((step.op === 'start' && at === 0) || (step.op === 'end' && at === text.length)) pc += 1
			else if (step.op === 'ahead') {
				const seen = walk(step.steps, text, at)
				cost += seen.cost
				if (seen.end < 0) break
				pc += 1
			} else break
		}
	}
	return { end: -1, cost }
}

const programs = new Map<string, Step[]>()

function stepsOf(pattern: RegExp, text: string, match: RegExpExecArray | null, from: number): number {
	const name = String(pattern)
	const program = programs.get(name) ?? compile(pattern)
	programs.set(name, program)
	let cost = 0
	for (let start = from; start <= text.length; start++) {
		const walked = walk(program, text, start)
		cost += walked.cost
		if (cost > MOST_STEPS) throw new Error('too many steps')
		if (walked.end >= 0 || pattern.sticky) {
			const [index, end] = walked.end < 0 ? [undefined, undefined] : [start, start + (match?.[0].length ?? -1)]
			if (index !== match?.index || (end !== undefined && end !== walked.end))
				throw new Error(`the counter reads ${name} otherwise than the engine`)
			return cost
		}
	}
	if (match !== null) throw new Error(`the counter reads ${name} otherwise than the engine`)
	return cost
}

/** What a method looks at: as far as it had to search, as much as it hands out, or the whole text. */
function charactersOf(method: string, text: string, args: unknown[], result: unknown): number {
	const from = Number(args[1] ?? 0)
	if (method === 'indexOf') return (Number(result) < 0 ? text.length : Number(result)) - from + 1
	if (method === 'startsWith') return String(args[0]).length
	if (['charCodeAt', 'codePointAt', 'charAt', 'at'].includes(method)) return 1
	if (method === 'slice' || method === 'substring') return String(result).length
	return text.length
}

/** Runs `work`, which must be synchronous, with every string method and pattern counted. */
export function countedWork(work: () => void): number {
	let total = 0
	let counting = true
	const restore: (() => void)[] = []
	const replace = (prototype: object, name: PropertyKey, cost: (self: never, args: never, result: never) => number) => {
		const original = Object.getOwnPropertyDescriptor(prototype, name)
		if (typeof original?.value !== 'function') return
		const method: (...args: unknown[]) => unknown = original.value
		Object.defineProperty(prototype, name, {
			...original,
			value: function counted(this: unknown, ...args: unknown[]) {
				if (!counting) return Reflect.apply(method, this, args)
				const from = this instanceof RegExp && (this.sticky || this.global) ? this.lastIndex : 0
				const result = Reflect.apply(method, this, args)
				counting = false
				total += cost(this as never, [...args, from] as never, result as never)
				counting = true
				return result
			},
		})
		restore.push(() => Object.defineProperty(prototype, name, original))
	}
	for (const name of Reflect.ownKeys(String.prototype)) {
		if (name === 'constructor' || name === 'toString' || name === 'valueOf') continue
		replace(String.prototype, name, (self: string, args: unknown[], result) =>
			charactersOf(String(name), String(self), args.slice(0, -1), result),
		)
	}
	// Whatever uses a pattern (test, replace, split ...) goes through exec once exec is not the engine's own.
	replace(RegExp.prototype, 'exec', (self: RegExp, args: unknown[], result: RegExpExecArray | null) =>
		stepsOf(self, String(args[0]), result, Number(args.at(-1))),
	)
	try {
		work()
	} finally {
		for (const undo of restore) undo()
	}
	return total
}
