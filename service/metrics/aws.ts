import type { Logger } from 'pino'
import type { Route } from '../aws/account-traffic.ts'
import { serviceOf } from '../aws/operations.ts'
import type { ArchiveReader, AwsAnswer, AwsService } from '../aws/ports.ts'
import type { Registry } from './registry.ts'

const SERVICES: readonly AwsService[] = ['sts', 's3', 'glue', 'emr']
type Counted = AwsService | 'archive'
const OUTCOMES = ['ok', 'refused', 'timeout', 'network', 'throttled', 'server', 'circuit-open', 'ours'] as const
type Outcome = (typeof OUTCOMES)[number]

/** How many answers there were since this was asked last. `awsUnanswered`: nothing came back in time, or there was no way. */
export type AwsTally = Record<'awsAnswers' | 'awsThrottled' | 'awsUnanswered' | 'awsOurs' | 'archiveFailed', number>

const NOTHING: AwsTally = { awsAnswers: 0, awsThrottled: 0, awsUnanswered: 0, awsOurs: 0, archiveFailed: 0 }

const outcomeOf = (answer: AwsAnswer): Outcome => (answer.kind === 'failed' ? answer.cause : answer.kind)

/**
 * What AWS answered, by service and kind, without a word on whose account it was. `refused` is what a customer's account
 * said to our role, which many probes provoke; everything behind it taught nothing. `archive` is our own account. The log
 * tells of each one which account and call it was, never AWS's words, which hold ARNs.
 */
export function countAnswers(registry: Registry, log: Logger) {
	const counted: Counted[] = [...SERVICES, 'archive']
	const countInRegistry = registry.counter<{ service: Counted; outcome: Outcome }>(
		'sluice_aws_answers_total',
		'Answers of AWS, repetitions and what could not be sent included.',
		counted.flatMap((service) => OUTCOMES.map((outcome) => ({ service, outcome }))),
	)
	let tally = { ...NOTHING }
	function count(labels: { service: Counted; outcome: Outcome }) {
		countInRegistry(labels)
		const { service, outcome } = labels
		// What a circuit kept back is no answer: the share of bad ones would grow by it.
		if (outcome !== 'circuit-open') tally.awsAnswers += 1
		if (outcome === 'throttled') tally.awsThrottled += 1
		if (outcome === 'timeout' || outcome === 'network') tally.awsUnanswered += 1
		if (outcome === 'ours') tally.awsOurs += 1
		if (service === 'archive' && outcome !== 'ok') tally.archiveFailed += 1
	}
	return {
		answered({ accountId, operation }: Route, answer: AwsAnswer): void {
			count({ service: serviceOf(operation), outcome: outcomeOf(answer) })
			if (answer.kind === 'ok') return
			const { httpStatus, requestId, code, durationMs } = answer
			const about = { accountId, operation, httpStatus, awsRequestId: requestId, code, latencyMs: durationMs }
			if (answer.kind === 'refused') log.debug({ ...about, refusedBy: 'customer' }, 'aws refused')
			// A circuit said so when it opened.
			else if (answer.cause !== 'circuit-open') log.info({ ...about, cause: answer.cause }, 'aws call failed')
		},
		/** The same reader, whose pages count. */
		counting: (archive: ArchiveReader): ArchiveReader => ({
			async list(place, after) {
				const answer = await archive.list(place, after)
				count({ service: 'archive', outcome: outcomeOf(answer) })
				return answer
			},
		}),
		/** Begins anew each time it is asked. */
		tally(): AwsTally {
			const told = tally
			tally = { ...NOTHING }
			return told
		},
	}
}

/** `paused` names the service of every circuit that is open now. */
export const showCircuits = (registry: Registry, paused: () => readonly AwsService[]): void =>
	registry.gauge('sluice_aws_circuits_open', 'Customer accounts left alone by this process, by service.', () => {
		const open = paused()
		return SERVICES.map((service) => [{ service }, open.filter((other) => other === service).length])
	})
