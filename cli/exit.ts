import type { Refusal } from '../lib/gateway/refusal.ts'

/** What a script learns from the exit code. */
export const EXIT = {
	fine: 0,
	/** A finding, or somebody refused. */
	no: 1,
	/** The command line, its files or the settings are wrong: nothing was sent. */
	usage: 2,
	/** Nobody can say: no answer, an answer that is none, a verdict that is unclear or not there yet. */
	unknown: 3,
	/** 128 and the number of SIGINT, as shells have it. */
	interrupted: 130,
} as const
export type Exit = (typeof EXIT)[keyof typeof EXIT]

/** A server's failure says nothing about what was asked; every other refusal is an answer. */
export function exitOf(refusal: Refusal): Exit {
	switch (refusal.by) {
		case 'gate':
		case 'service':
			return refusal.status >= 500 ? EXIT.unknown : EXIT.no
		case 'contract':
			return refusal.side === 'input' ? EXIT.usage : EXIT.unknown
		case 'network':
			return refusal.reason === 'aborted' ? EXIT.interrupted : EXIT.unknown
	}
}
