import type { CustomerAccount } from '../account.ts'
import { readReplayArgs } from './replay-args.ts'

/**
 * What `GET /_world/replays` shows: every step that replays, pending ones too, by the token of its command line.
 * `worked` counts those that took the claim; more than one for a token would be the same events loaded twice.
 */
export function replaysIn(accounts: readonly CustomerAccount[]): object[] {
	const steps = accounts.flatMap(({ id: account, clusters }) =>
		[...clusters.values()].flatMap(({ id: clusterId, steps }) =>
			steps.flatMap((step) => {
				if (step.job === null) return []
				const args = readReplayArgs(step)
				const { token, source } = 'error' in args ? { token: null, source: null } : args
				const { did, rows } = step.job
				return [{ token, source, account, clusterId, stepId: step.id, state: step.state, did, rows }]
			}),
		),
	)
	return [...Map.groupBy(steps, ({ token }) => token)].map(([token, same]) => ({
		token,
		sourceId: same[0]?.source ?? null,
		worked: same.filter(({ did }) => did !== 'nothing' && did !== 'found it claimed').length,
		steps: same.map(({ token: _, source: __, ...step }) => step),
	}))
}
