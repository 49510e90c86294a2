import { createClock } from '../gateway/clock.ts'
import type { Outcome } from '../gateway/refusal.ts'
import type { Connection } from './connection.ts'
import type { SessionCredentials } from './credentials.ts'
import { createKeeper } from './keeper.ts'
import type { SessionPorts } from './ports.ts'
import { createSession } from './session.ts'

export const IDENTITY = 'us-west-2:11111111-2222-4333-8444-555555555555'
export const START = Date.parse('2025-11-22T08:00:00.000Z')
const HOUR = 3_600_000

/** Every secret here holds this word in some case, so that a sweep of storage finds any that strayed. */
export const SECRET = 'SeCrEt'
export const ASSERTION = `PHNhbWw+${SECRET}`

export const credentials = (more: Partial<SessionCredentials> = {}): SessionCredentials => ({
	accessKeyId: 'ASIASECRETEXAMPLE001',
	secretAccessKey: `key-${SECRET}`,
	sessionToken: `IQoJ${SECRET.repeat(50)}`,
	expiresAt: START + HOUR,
	identityId: IDENTITY,
	...more,
})

type Held = { name: string; shared: boolean; page: object; end: () => void }
type Waiting = Held & { run: () => void }

/**
 * One browser profile: storage, locks and a channel that all its tabs share. `lag`: milliseconds until a message is heard,
 * since locks and storage may overtake messages between processes. Closing a page drops its locks and its ears.
 */
export function browser({ lag = 0 }: { lag?: number } = {}) {
	const local = storage()
	const ears = new Map<object, Set<(event: { data: unknown }) => void>>()
	const said: unknown[] = []
	let held: Held[] = []
	let waiting: Waiting[] = []

	function grant() {
		for (const request of [...waiting]) {
			const rivals = held.filter(({ name }) => name === request.name)
			if (rivals.some(({ shared }) => !shared || !request.shared)) continue
			waiting = waiting.filter((other) => other !== request)
			held.push(request)
			queueMicrotask(request.run)
		}
	}

	function locksOf(page: object) {
		function request(name: string, ...rest: unknown[]): Promise<unknown> {
			const work = rest.at(-1) as () => unknown
			const shared = rest.length > 1 && (rest[0] as LockOptions).mode === 'shared'
			const { promise, resolve, reject } = Promise.withResolvers<unknown>()
			const end = () => {
				held = held.filter((other) => other !== entry)
				grant()
			}
			const run = () => void Promise.resolve(work()).then(resolve, reject).finally(end)
			const entry: Waiting = { name, shared, page, end, run }
			waiting.push(entry)
			grant()
			return promise
		}
		return {
			request: request as LockManager['request'],
			query: async () => ({ held: held.map(({ name }) => ({ name })) }),
		}
	}

	function channelOf(page: object): SessionPorts['channel'] {
		const own = new Set<(event: { data: unknown }) => void>()
		ears.set(page, own)
		return {
			postMessage(message: unknown) {
				// What a closed page still does must reach nobody, and what is heard is a copy, as over the real channel.
				if (!ears.has(page)) return
				const data = structuredClone(message)
				said.push(data)
				for (const [other, listeners] of ears) {
					if (other === page) continue
					const hear = () => ears.has(other) && listeners.forEach((listen) => void listen({ data }))
					if (lag === 0) queueMicrotask(hear)
					else setTimeout(hear, lag)
				}
			},
			addEventListener: ((_: string, listen: (event: { data: unknown }) => void) => own.add(listen)) as never,
		}
	}

	/** Loads a page. `tabId` stays over page loads of one tab. */
	function load(options: PageOptions = {}) {
		const page = {}
		const pageId = crypto.randomUUID()
		const tab = options.tab ?? storage()
		const left: string[] = []
		const opened: string[] = []
		let wake = (_: boolean) => {}
		const clock = createClock()
		const world = { exchanges: 0, bound: [] as string[], ended: 0, cleared: 0 }
		const keeper = createKeeper(
			async (samlResponse) => {
				world.exchanges++
				return await (options.exchange ?? (async () => credentials()))(samlResponse)
			},
			() => clock.now().getTime(),
		)
		const connection: Connection = {
			client: {
				async call(operation: string, input: unknown) {
					if (!keeper.current())
						return { ok: false, refusal: { by: 'network', reason: 'no-credentials', requestId: null } }
					if (operation === 'sessions.bind') world.bound.push((input as { samlResponse: string }).samlResponse)
					if (operation === 'sessions.end') world.ended++
					return (await options.answer?.(operation)) ?? { ok: true, value: null, requestId: null, time: null }
				},
			} as Connection['client'],
			exchange: async () => void (await keeper.get()),
			async clear() {
				world.cleared++
				keeper.clear()
			},
		}
		const session = createSession({
			clock,
			keeper,
			channel: channelOf(page),
			locks: locksOf(page),
			local,
			tab,
			tabId: options.tabId ?? pageId,
			pageId,
			leave: (path) => left.push(path),
			open: (path) => {
				opened.push(path)
				return !options.blocksPopups
			},
			clearSite: async () => {},
			connect: options.connect ?? (async () => connection),
			onWake: (look) => {
				wake = look
			},
		})
		const close = () => {
			ears.delete(page)
			waiting = waiting.filter((request) => request.page !== page)
			for (const lock of held.filter((other) => other.page === page)) lock.end()
		}
		const at = () => session.getSnapshot().at
		return { session, keeper, clock, tab, left, opened, world, close, at, wake: (restored: boolean) => wake(restored) }
	}

	/** A message out of nowhere, to every page. */
	const say = (message: unknown) => channelOf({}).postMessage(message)

	return { load, local, said, say, locks: () => locksOf({}) }
}

export type PageOptions = {
	tabId?: string
	tab?: Storage
	blocksPopups?: boolean
	exchange?: (samlResponse: string) => Promise<SessionCredentials>
	/** What the service answers, null for a plain yes. */
	answer?: (operation: string) => Promise<Outcome<unknown> | null>
	connect?: () => Promise<Connection>
}

export function storage(): Storage {
	const entries = new Map<string, string>()
	return {
		get length() {
			return entries.size
		},
		key: (index) => [...entries.keys()][index] ?? null,
		getItem: (key) => entries.get(key) ?? null,
		setItem: (key, value) => void entries.set(key, String(value)),
		removeItem: (key) => void entries.delete(key),
		clear: () => entries.clear(),
	}
}

/** All that a storage holds, as one text to search. */
export const contents = (of: Storage) =>
	Array.from({ length: of.length }, (_, index) => `${of.key(index)}=${of.getItem(of.key(index) ?? '')}`).join('\n')
