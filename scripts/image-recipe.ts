import { matchesGlob } from 'node:path'

export type Step =
	| { kind: 'workdir'; path: string }
	| { kind: 'run'; command: string }
	| { kind: 'copy'; from: string | null; source: string; target: string }
	| { kind: 'add'; url: string; target: string }

export type Stage = { name: string | null; base: string; steps: Step[]; env: Record<string, string> }

/** What an image is made by and how it is started: a Dockerfile, as far as ours go. */
export type Recipe = { stages: Stage[]; user: string; command: string[]; healthCheck: string[] }

/** Reads a Dockerfile. Throws on every instruction that is not understood to the letter: a step that is left out is no proof. */
export function readRecipe(text: string): Recipe {
	const recipe: Recipe = { stages: [], user: '', command: [], healthCheck: [] }
	for (const line of text.split('\n').filter((each) => each.trim() !== '' && !each.startsWith('#'))) {
		const [, word = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? []
		const stage = recipe.stages.at(-1)
		if (word === 'ARG' && !stage) continue
		if (word === 'FROM') recipe.stages.push(stageOf(rest))
		else if (stage && word === 'ENV') Object.assign(stage.env, Object.fromEntries(rest.split(' ').map(pairOf)))
		else if (stage && word === 'USER') recipe.user = rest
		else if (stage && word === 'CMD') recipe.command = wordsOf(rest)
		else if (stage && word === 'HEALTHCHECK') recipe.healthCheck = wordsOf(rest.slice(rest.indexOf('CMD ') + 4))
		else if (stage) stage.steps.push(stepOf(word, rest))
		else throw new Error(`not understood before FROM: ${line}`)
	}
	return recipe
}

function stageOf(rest: string): Stage {
	const [, base = '', name = null] = /^(\S+)(?: AS (\w+))?$/.exec(rest) ?? []
	return { name, base, steps: [], env: {} }
}

function stepOf(word: string, rest: string): Step {
	if (word === 'WORKDIR') return { kind: 'workdir', path: rest }
	if (word === 'RUN') return { kind: 'run', command: rest }
	const copy = /^(?:--from=(\w+) )?([^-\s]\S*) (\S+)$/.exec(rest)
	if (word === 'COPY' && copy)
		return { kind: 'copy', from: copy[1] ?? null, source: copy[2] ?? '', target: copy[3] ?? '' }
	const add = /^--chmod=444 (https:\S+) (\S+)$/.exec(rest)
	if (word === 'ADD' && add) return { kind: 'add', url: add[1] ?? '', target: add[2] ?? '' }
	throw new Error(`not understood: ${word} ${rest}`)
}

function pairOf(text: string): [string, string] {
	const [, name, value] = /^(\w+)=(\S+)$/.exec(text) ?? []
	if (name === undefined || value === undefined) throw new Error(`not understood: ENV ${text}`)
	return [name, value]
}

function wordsOf(text: string): string[] {
	const words: unknown = JSON.parse(text)
	if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words
	throw new Error(`must be a list of words, so that no shell stands between: ${text}`)
}

/** Tells which files of the repository an engine would be sent; `text` is a .dockerignore that refuses all and admits some. */
export function contextFilter(text: string): (path: string) => boolean {
	const lines = text.split('\n').filter((line) => line !== '')
	if (lines[0] !== '*') throw new Error('must begin by refusing everything')
	const admitted = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
	const refused = lines.slice(1).filter((line) => !line.startsWith('!'))
	return (path) =>
		admitted.some((each) => path === each || path.startsWith(`${each}/`)) &&
		!refused.some((each) => matchesGlob(path, each))
}
