import { z } from 'zod'
import { type Knobs, parseFields } from '../world/knobs.ts'
import type { Answer, AwsCall } from './call.ts'
import { refusal } from './refusal.ts'
import type { Customers } from './world.ts'

const services = z.enum(['sts', 's3', 'glue', 'elasticmapreduce'], {
	error: 'must be sts, s3, glue or elasticmapreduce',
})

const fault = z
	.strictObject({
		/** Account id or customer id; left out: all. */
		account: z.string().optional(),
		service: services.optional(),
		/** An API operation such as `GetTables`. */
		action: z.string().optional(),
		latencyMs: z.int().min(0).max(600_000).optional(),
		throttle: z.literal(true).optional(),
		/** Never answers. */
		hang: z.literal(true).optional(),
		/** Closes the connection without an answer. */
		drop: z.literal(true).optional(),
		status: z.int().min(400).max(599).optional(),
		/**
		 * The call is carried out all the same, so long after by the world's clock; 0: at once. Left out: it is not. What it
		 * would have answered is lost.
		 */
		commitAfterMs: z.int().min(0).max(86_400_000).optional(),
		/** How many calls it hits; left out: all. */
		times: z.int().min(1).optional(),
	})
	.refine(
		({ commitAfterMs, hang, drop, status }) => commitAfterMs === undefined || hang || drop || status !== undefined,
		{
			path: ['commitAfterMs'],
			message: 'goes with hang, drop or status: else the answer is not lost',
		},
	)
type Fault = z.infer<typeof fault>

const settings = z.object({
	/** Replaces the faults of before. */
	faults: z.array(fault).max(100).optional(),
	order: z
		.record(
			z.string(),
			z.enum(['authorize-first', 'validate-first'], { error: 'must be authorize-first or validate-first' }),
		)
		.optional(),
})

export type Faults = Knobs & {
	/** What befalls this call; each fault that names it counts down. `accountId`: the account concerned. */
	befalling(
		call: Pick<AwsCall, 'service' | 'operation'>,
		accountId: string,
	): Pick<Fault, 'latencyMs' | 'throttle' | 'hang' | 'drop' | 'status' | 'commitAfterMs'>
}

/** The knobs of `POST /_world/aws`. */
export function createFaults(customers: Customers): Faults {
	let faults: Fault[] = []
	return {
		befalling({ service, operation }, accountId) {
			const id = customers.account(accountId)?.id
			const hit = faults.filter(
				(each) =>
					(each.account === undefined || each.account === accountId || each.account === id) &&
					(each.service === undefined || each.service === service) &&
					(each.action === undefined || each.action === operation),
			)
			faults = faults
				.map((each) => (hit.includes(each) && each.times !== undefined ? { ...each, times: each.times - 1 } : each))
				.filter((each) => each.times !== 0)
			return Object.assign({}, ...hit)
		},
		set(json) {
			const parsed = parseFields(settings, json)
			if ('error' in parsed) return parsed.error
			if (parsed.value.faults) faults = parsed.value.faults
			if (parsed.value.order) customers.setOrder(parsed.value.order)
			return null
		},
		reset() {
			faults = []
		},
		show: () => ({ faults, order: customers.orders() }),
	}
}

/** Throttling in each service's words (permission probes, section 8). */
export function throttled({ service, requestId }: Pick<AwsCall, 'service' | 'requestId'>): Answer {
	if (service === 's3')
		return refusal(service, requestId, { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' })
	const code = service === 'sts' ? 'Throttling' : 'ThrottlingException'
	return refusal(service, requestId, { status: 400, code, message: 'Rate exceeded' })
}

export function broken({ service, requestId }: Pick<AwsCall, 'service' | 'requestId'>, status: number): Answer {
	const inside = service === 's3' ? 'InternalError' : service === 'sts' ? 'InternalFailure' : 'InternalServiceException'
	const code = status === 503 ? 'ServiceUnavailable' : status >= 500 ? inside : 'InvalidRequestException'
	return refusal(service, requestId, { status, code, message: 'We encountered an internal error. Please try again.' })
}
