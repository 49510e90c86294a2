import { unanswered } from './answer.ts'
import { type Circuit, createCircuit, type Showed } from './circuit.ts'
import type { Deadline } from './deadline.ts'
import { createEmrBudget, type EmrBudget } from './emr-budget.ts'
import { type AnyOperation, isOf, type OperationOf, serviceOf } from './operations.ts'
import type { AwsAnswer, AwsService } from './ports.ts'
import { createSlots, type Slots } from './slots.ts'

/** Calls under way in one customer account. */
const IN_FLIGHT = 48
/** What must be left of a call's time after waiting for the EMR budget. */
const LEAST_CALL_MS = 1_000
/** An account that nobody asked for this long is forgotten: its budgets are full again and its circuits would let a trial through. */
const FORGET_MS = 10 * 60_000

export type Route = { accountId: string; region: string; operation: AnyOperation }

/** The way to customers' accounts: at most 48 calls under way in each, EMR within its budget, nothing into a service that is down. */
export type AccountTraffic = {
	/** Sends when it is this call's turn; what cannot be sent before the deadline is answered `failed`. */
	pass<T>(route: Route, deadline: Deadline, send: () => Promise<AwsAnswer<T>>): Promise<AwsAnswer<T>>
}

type Account = {
	slots: Slots
	circuits: Map<AwsService, Circuit>
	/** By region. */
	emr: Map<string, EmrBudget>
	usedAt: number
}

/** `clock`: milliseconds that never go back. `opened` hears of every circuit that opens. */
export function createAccountTraffic(
	clock: () => number,
	opened: (accountId: string, service: AwsService) => void,
): AccountTraffic & { size(): number; paused(): AwsService[] } {
	const accounts = new Map<string, Account>()

	function accountOf(id: string): Account {
		const usedAt = clock()
		const known = accounts.get(id)
		if (known) return Object.assign(known, { usedAt })
		for (const [other, { slots, usedAt: last }] of accounts)
			if (slots.idle() && usedAt - last > FORGET_MS) accounts.delete(other)
		const account = { slots: createSlots(IN_FLIGHT), circuits: new Map(), emr: new Map(), usedAt }
		accounts.set(id, account)
		return account
	}

	return {
		size: () => accounts.size,
		/** The service of every circuit that lets nobody through now. */
		paused: () =>
			[...accounts.values()].flatMap(({ circuits }) =>
				[...circuits].filter(([, circuit]) => circuit.wait(clock()) > 0).map(([service]) => service),
			),
		async pass(route, deadline, send) {
			const service = serviceOf(route.operation)
			const { slots, circuits, emr } = accountOf(route.accountId)
			const circuit = held(circuits, service, createCircuit)
			const paused = () => {
				const seconds = Math.ceil(circuit.wait(clock()) / 1000)
				const text = `Calls to ${service} in account ${route.accountId} are paused, since it did not answer`
				return unanswered('circuit-open', `${text}: next try in ${seconds} s.`)
			}
			if (circuit.wait(clock()) > 0) return paused()
			if (isOf('emr', route.operation)) {
				const budget = held(emr, route.region, createEmrBudget)
				const refusal = await awaitBudget(budget, route.operation, deadline, clock)
				if (refusal) return refusal
			}
			const giveBack = await slots.take(deadline.signal)
			if (!giveBack)
				return unanswered('timeout', `Not sent: ${IN_FLIGHT} calls to account ${route.accountId} are under way.`)
			try {
				const leave = circuit.enter(clock())
				if (!leave) return paused()
				const answer = await send()
				const before = circuit.wait(clock())
				leave(whatItShowed(answer, deadline), clock())
				if (before === 0 && circuit.wait(clock()) > 0) opened(route.accountId, service)
				return answer
			} finally {
				giveBack()
			}
		},
	}
}

async function awaitBudget(
	budget: EmrBudget,
	operation: OperationOf<'emr'>,
	deadline: Deadline,
	clock: () => number,
): Promise<AwsAnswer<never> | null> {
	const longest = Math.max(0, deadline.remaining() - LEAST_CALL_MS)
	const { granted, waitMs } = budget.reserve(operation, clock(), longest)
	if (granted && (waitMs === 0 || (await deadline.pause(waitMs)))) return null
	const text = `Not sent: the account's EMR budget for ${operation.slice('emr:'.length)} is used up`
	return unanswered('throttled', `${text}; there is room in ${Math.ceil(waitMs / 1000)} s.`)
}

/** A refusal or a throttle shows a service that works. A call that mostly waited for its turn shows nothing. */
function whatItShowed(answer: AwsAnswer, deadline: Deadline): Showed {
	if (answer.kind !== 'failed') return 'alive'
	if (answer.cause === 'throttled') return 'alive'
	if (answer.cause === 'ours') return answer.httpStatus === null ? 'nothing' : 'alive'
	if (answer.cause === 'timeout') return answer.durationMs >= deadline.lengthMs / 2 ? 'dead' : 'nothing'
	return 'dead'
}

function held<K, V>(map: Map<K, V>, key: K, create: () => V): V {
	const value = map.get(key) ?? create()
	map.set(key, value)
	return value
}
