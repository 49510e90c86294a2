import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Description } from '../gateway/description.ts'
import { ExchangeError } from './cognito-refusal.ts'
import {
	ASSERTION,
	browser,
	contents,
	credentials,
	IDENTITY,
	type PageOptions,
	SECRET,
	START,
	storage,
} from './tabs.fixture.ts'
import { TRIP_LIMIT } from './trip.ts'

const MINUTE = 60_000
const REFUSED: Description = { who: 'Okta', title: 'No', why: 'Because', todo: 'Ask', requestId: 'r-1' }
const HANDED = { samlResponse: ASSERTION, serverTime: START }
const OTHER = IDENTITY.replace('1111', '9999')

beforeEach(() => {
	vi.useFakeTimers({ now: START })
})
afterEach(() => {
	vi.useRealTimers()
})

/** Lets everything run that is due now: timers of zero, messages, lock queues. */
const settle = () => vi.advanceTimersByTimeAsync(1)
const links = (count: number) => Array.from({ length: count }, (_, index) => `/sources/s${index}?ticket=LAKE-1#f`)

/** A service that says yes only once it is told to. */
function withheldAnswer() {
	const { promise, resolve } = Promise.withResolvers<null>()
	return { answer: () => promise, give: () => resolve(null) }
}

/** A tab that has been through Okta. */
async function signedIn(profile = browser()) {
	const page = profile.load()
	expect(await page.session.completeSignIn(HANDED)).toEqual({ ok: true })
	return { profile, page }
}

describe('ten links opened at once from a signed-out browser', () => {
	async function openTen() {
		const profile = browser()
		const pages = links(10).map((to) => ({ to, ...profile.load({ tabId: to }) }))
		for (const page of pages) void page.session.enter(page.to)
		await settle()
		const leader = pages.find(({ left }) => left.length > 0)
		if (!leader) throw new Error('nobody left for Okta')
		return { profile, pages, leader, others: pages.filter((page) => page !== leader) }
	}

	it('make one trip to Okta', async () => {
		const { leader, others } = await openTen()
		expect(leader.left).toEqual([`/sign-in/start?to=${encodeURIComponent(leader.to)}`])
		expect(others.map(({ at }) => at())).toEqual(Array(9).fill('waiting-for-other-tab'))
		expect(others.flatMap(({ left }) => left)).toEqual([])
	})

	it('all arrive once that tab is back', async () => {
		const { profile, leader, others } = await openTen()
		leader.close()
		const back = profile.load({ tabId: leader.to })
		await back.session.completeSignIn(HANDED)
		await settle()
		expect([back, ...others].map(({ at }) => at())).toEqual(Array(10).fill('signed-in'))
		expect(others.map(({ keeper }) => keeper.current())).toEqual(Array(9).fill(credentials()))
		expect(contents(profile.local)).toBe('')
	})

	it('all show why, when that tab is refused', async () => {
		const { profile, leader, others } = await openTen()
		leader.close()
		profile.load({ tabId: leader.to }).session.reportRefusal(REFUSED)
		await settle()
		for (const { session } of others) expect(session.getSnapshot()).toEqual({ at: 'refused', description: REFUSED })
	})

	it('are not stranded when that tab dies at Okta: one other goes, and the rest go on waiting', async () => {
		const { leader, others } = await openTen()
		leader.close()
		await vi.advanceTimersByTimeAsync(TRIP_LIMIT - 10)
		expect(others.flatMap(({ left }) => left)).toEqual([])
		await vi.advanceTimersByTimeAsync(20)
		expect(others.filter(({ left }) => left.length > 0)).toHaveLength(1)
		expect(others.filter(({ at }) => at() === 'waiting-for-other-tab')).toHaveLength(8)
	})

	it('let a person sign in in any of them instead, and then wait for that one', async () => {
		const { profile, leader, others } = await openTen()
		leader.close()
		const [chosen, ...rest] = others
		if (!chosen) throw new Error('ten links, nobody waits')
		chosen.session.signInHere(chosen.to)
		expect(chosen.left).toEqual([`/sign-in/start?to=${encodeURIComponent(chosen.to)}`])
		chosen.close()
		await profile.load({ tabId: chosen.to }).session.completeSignIn(HANDED)
		await settle()
		expect(rest.map(({ at }) => at())).toEqual(Array(8).fill('signed-in'))
	})

	it('do not hold back the tab that comes back from Okta by hand', async () => {
		const { profile, leader } = await openTen()
		leader.close()
		const again = profile.load({ tabId: leader.to })
		await Promise.all([again.session.enter(leader.to), settle()])
		expect(again.left).toHaveLength(1)
	})
})

describe('a new tab', () => {
	it('gets credentials and the clock correction from a sibling, without a trip', async () => {
		const { profile, page } = await signedIn()
		page.clock.adopt(-20 * MINUTE)
		const fresh = profile.load()
		await Promise.all([fresh.session.enter('/sources'), settle()])
		expect(fresh.session.getSnapshot()).toEqual({
			at: 'signed-in',
			identityId: IDENTITY,
			expiresAt: START + 60 * MINUTE,
		})
		expect(fresh.clock.skew()).toBe(-20 * MINUTE)
		expect(fresh.left).toEqual([])
		expect(fresh.world.exchanges).toBe(0)
	})

	it('goes to Okta at once when no tab is signed in: it waits for nobody', async () => {
		const fresh = browser().load()
		await fresh.session.enter('/sources')
		expect(fresh.left).toEqual(['/sign-in/start?to=%2Fsources'])
	})

	it('goes to Okta when the only signed-in tab was closed', async () => {
		const { profile, page } = await signedIn()
		page.close()
		const fresh = profile.load()
		await fresh.session.enter('/sources')
		expect(fresh.left).toHaveLength(1)
	})

	it('gives up on a sibling that holds credentials but does not answer', async () => {
		const { profile, page } = await signedIn()
		page.keeper.clear()
		const fresh = profile.load()
		void fresh.session.enter('/sources')
		await vi.advanceTimersByTimeAsync(2_900)
		expect(fresh.left).toEqual([])
		await vi.advanceTimersByTimeAsync(200)
		expect(fresh.left).toHaveLength(1)
	})

	it('asks again when a sibling signed in between its question and its turn, and the news is still under way', async () => {
		const profile = browser({ lag: 50 })
		const leader = profile.load()
		const fresh = profile.load()
		const turn = Promise.withResolvers<void>()
		void profile.locks().request('sluice-sign-in', () => turn.promise)
		void fresh.session.enter('/sources')
		await settle()
		await leader.session.completeSignIn(HANDED)
		turn.resolve()
		await settle()
		expect(fresh.at()).toBe('asking-siblings')
		await vi.advanceTimersByTimeAsync(100)
		expect(fresh.at()).toBe('signed-in')
		expect(fresh.left).toEqual([])
	})

	it('takes no answer that was meant for another tab, is not whole or speaks another version', async () => {
		const profile = browser()
		profile.load().session.signInHere('/elsewhere')
		const { session, keeper, at } = profile.load()
		void session.enter('/sources')
		await settle()
		const good = { version: 1, type: 'credentials', to: null, credentials: credentials(), skew: 0 }
		const bad = [
			{ ...good, to: 'another tab' },
			{ ...good, version: 2 },
			{ ...good, skew: 'none' },
			{ ...good, credentials: { ...credentials(), sessionToken: '' } },
			{ ...good, credentials: { ...credentials(), expiresAt: 'soon' } },
			{ ...good, credentials: { ...credentials(), identityId: 'no identity' } },
			'credentials',
			null,
		]
		for (const message of bad) profile.say(message)
		await settle()
		expect([at(), keeper.current()]).toEqual(['waiting-for-other-tab', null])
		profile.say(good)
		await settle()
		expect([at(), keeper.current()]).toEqual(['signed-in', credentials()])
	})

	it('runs one entrance however often it is asked to enter', async () => {
		const fresh = browser().load()
		await Promise.all([fresh.session.enter('/a'), fresh.session.enter('/b')])
		expect(fresh.left).toEqual(['/sign-in/start?to=%2Fa'])
	})
})

describe('completing sign-in', () => {
	it('exchanges once, binds, and then forgets the assertion', async () => {
		const { page } = await signedIn()
		expect(page.world).toMatchObject({ exchanges: 1, bound: [ASSERTION] })
		expect(await page.keeper.get({ forceRefresh: true })).toEqual(credentials())
		expect(page.world.exchanges).toBe(1)
	})

	it('does it once when the page asks twice, as React does in development', async () => {
		const page = browser().load()
		const both = await Promise.all([page.session.completeSignIn(HANDED), page.session.completeSignIn(HANDED)])
		expect(both).toEqual([{ ok: true }, { ok: true }])
		expect(page.world).toMatchObject({ exchanges: 1, bound: [ASSERTION] })
	})

	it('corrects the clock before anything is signed', async () => {
		const page = browser().load()
		await page.session.completeSignIn({ samlResponse: ASSERTION, serverTime: '2025-11-22T06:00:00.000Z' })
		expect(Math.abs(page.clock.skew() + 120 * MINUTE)).toBeLessThan(4_000)
	})

	it('hands nothing to other tabs before the service has bound the identity', async () => {
		const profile = browser()
		const bind = withheldAnswer()
		const page = profile.load({ answer: bind.answer })
		const asking = profile.load()
		void page.session.completeSignIn(HANDED)
		await settle()
		expect(page.keeper.current()).not.toBeNull()
		void asking.session.enter('/sources')
		await settle()
		expect(profile.said.filter((message) => JSON.stringify(message).includes(SECRET))).toEqual([])
		bind.give()
		await settle()
		expect(page.at()).toBe('signed-in')
	})

	it.each<[string, PageOptions, Partial<Description>]>([
		[
			'the identity pool refuses',
			{ exchange: () => Promise.reject(new ExchangeError(REFUSED)) },
			{ who: 'Okta', requestId: 'r-1' },
		],
		[
			'the service refuses to bind',
			{
				answer: async () => ({
					ok: false,
					refusal: {
						by: 'gate',
						reason: 'denied',
						status: 403,
						message: null,
						requestId: 'x',
						extendedRequestId: 'gate=',
						retryAfterSeconds: null,
					},
				}),
			},
			{ who: 'The gate', requestId: 'gate=' },
		],
		[
			'the credentials had expired on arrival',
			{ exchange: async () => credentials({ expiresAt: START - 1 }), answer: async () => null },
			{ requestId: null },
		],
		['the code cannot be loaded', { connect: () => Promise.reject(new TypeError('chunk')) }, { who: 'The network' }],
	])('says who refused when %s, holds nothing, and tells waiting tabs', async (_, options, told) => {
		const profile = browser()
		const waiting = profile.load()
		void profile.load({ tabId: 'trip' }).session.signInHere('/x')
		void waiting.session.enter('/sources')
		await settle()
		const page = profile.load({ tabId: 'trip', ...options })
		expect(await page.session.completeSignIn(HANDED)).toMatchObject({ ok: false, description: told })
		await settle()
		expect(page.keeper.current()).toBeNull()
		expect(await page.keeper.get()).toBeNull()
		expect([page.at(), waiting.at()]).toEqual(['refused', 'refused'])
		expect(contents(profile.local)).toBe('')
	})

	it('gives way to a sign-out in another tab while it is under way', async () => {
		const { profile, page: other } = await signedIn()
		const bind = withheldAnswer()
		profile.load({ tabId: 'trip' }).session.signInHere('/x')
		const page = profile.load({ tabId: 'trip', answer: bind.answer })
		const outcome = page.session.completeSignIn(HANDED)
		await settle()
		await other.session.signOut()
		bind.give()
		expect(await outcome).toMatchObject({ ok: false, description: { title: 'You signed out in another window' } })
		expect(page.at()).toBe('signed-out')
		expect(await page.keeper.get()).toBeNull()
		expect(contents(profile.local)).toBe('sluice.signed-out=1')
	})

	it('does not say that somebody signed out when the button was pressed meanwhile, and keeps that trip', async () => {
		const profile = browser()
		const bind = withheldAnswer()
		const page = profile.load({ answer: bind.answer })
		const outcome = page.session.completeSignIn(HANDED)
		await settle()
		page.session.signInHere('/sources')
		bind.give()
		expect(await outcome).toMatchObject({ ok: false, description: { title: 'Another sign-in was begun here' } })
		expect([page.at(), contents(profile.local)]).toEqual(['leaving', expect.stringContaining('sluice.sign-in-trip')])
	})

	it('is not done on a page that somebody else closed', async () => {
		const { profile } = await signedIn()
		const page = profile.load()
		await Promise.all([page.session.enter('/sources'), settle()])
		const other = credentials({ identityId: OTHER, expiresAt: START + 90 * MINUTE })
		await profile.load({ exchange: async () => other }).session.completeSignIn(HANDED)
		await settle()
		expect(await page.session.completeSignIn(HANDED)).toMatchObject({
			ok: false,
			description: { title: 'Somebody else signed in in another window' },
		})
		expect(page.world).toMatchObject({ exchanges: 0, bound: [] })
	})
})

describe('news of other tabs while this one completes its sign-in', () => {
	/** A tab back from Okta whose exchange or binding is under way until `give`. */
	async function completing(held: 'exchange' | 'bind') {
		const profile = browser()
		profile.load({ tabId: 'trip' }).session.signInHere('/x')
		const { promise, resolve } = Promise.withResolvers<void>()
		const signers: unknown[] = []
		const page = profile.load({
			tabId: 'trip',
			async exchange() {
				if (held === 'exchange') await promise
				return credentials()
			},
			async answer(operation) {
				if (operation === 'sessions.bind') {
					if (held === 'bind') await promise
					signers.push(page.keeper.current()?.identityId)
				}
				return null
			},
		})
		const outcome = page.session.completeSignIn(HANDED)
		await settle()
		return { profile, page, outcome, signers, give: resolve }
	}

	it.each([
		['credentials of the same person', 'exchange', { expiresAt: START + 61 * MINUTE }],
		['credentials of the same person', 'bind', { expiresAt: START + 61 * MINUTE }],
		['credentials of another person', 'exchange', { identityId: OTHER }],
		['credentials of another person', 'bind', { identityId: OTHER }],
	] as const)('%s change nothing under its %s', async (_, held, more) => {
		const { profile, page, outcome, signers, give } = await completing(held)
		await profile.load({ exchange: async () => credentials(more) }).session.completeSignIn(HANDED)
		await settle()
		expect(page.at()).toBe('exchanging')
		give()
		expect(await outcome).toEqual({ ok: true })
		expect(signers).toEqual([IDENTITY])
		expect(page.session.getSnapshot()).toMatchObject({ at: 'signed-in', identityId: IDENTITY })
		expect(page.keeper.current()).toEqual(credentials())
		expect(contents(profile.local)).toBe('')
	})

	it('a refusal elsewhere does not end it', async () => {
		const { profile, page, outcome, give } = await completing('bind')
		profile.load().session.reportRefusal(REFUSED)
		await settle()
		expect(page.at()).toBe('exchanging')
		give()
		expect(await outcome).toEqual({ ok: true })
	})
})

describe('expiry', () => {
	it('is announced ten minutes ahead and takes the credentials when it comes', async () => {
		const { page } = await signedIn()
		await vi.advanceTimersByTimeAsync(49 * MINUTE)
		expect(page.at()).toBe('signed-in')
		await vi.advanceTimersByTimeAsync(MINUTE)
		expect(page.at()).toBe('expiring')
		expect(page.keeper.current()).not.toBeNull()
		await vi.advanceTimersByTimeAsync(10 * MINUTE)
		expect(page.at()).toBe('expired')
		expect(page.keeper.current()).toBeNull()
	})

	it('is noticed on waking when timers slept with the computer', async () => {
		const { page } = await signedIn()
		vi.setSystemTime(START + 70 * MINUTE)
		page.wake(false)
		expect(page.at()).toBe('expired')
	})

	it('ends by a pop-up that signs in again: the page goes on where it was', async () => {
		const { profile, page } = await signedIn()
		await vi.advanceTimersByTimeAsync(55 * MINUTE)
		expect(page.session.renewByPopup('/sources/acme')).toBe('opened')
		expect(page.opened).toEqual(['/sign-in/start?to=%2Fsign-in%2Frenewed'])
		const popup = profile.load({ exchange: async () => credentials({ expiresAt: START + 115 * MINUTE }) })
		await popup.session.completeSignIn({ ...HANDED, serverTime: Date.now() })
		await settle()
		expect(page.session.getSnapshot()).toEqual({
			at: 'signed-in',
			identityId: IDENTITY,
			expiresAt: START + 115 * MINUTE,
		})
		expect(page.left).toEqual([])
		await vi.advanceTimersByTimeAsync(51 * MINUTE)
		expect(page.at()).toBe('expiring')
	})

	it('brings an expired page back the same way', async () => {
		const { profile, page } = await signedIn()
		await vi.advanceTimersByTimeAsync(61 * MINUTE)
		const popup = profile.load({ exchange: async () => credentials({ expiresAt: START + 120 * MINUTE }) })
		await popup.session.completeSignIn({ ...HANDED, serverTime: Date.now() })
		await settle()
		expect(page.at()).toBe('signed-in')
	})

	it('leaves for Okta where pop-ups are blocked, with the draft kept', async () => {
		const profile = browser()
		const page = profile.load({ blocksPopups: true })
		await page.session.completeSignIn(HANDED)
		page.session.drafts.save('source', { customer: 'Acme' })
		expect(page.session.renewByPopup('/sources/acme')).toBe('redirected')
		expect(page.left).toEqual(['/sign-in/start?to=%2Fsources%2Facme'])
		const back = profile.load({ tab: page.tab })
		await back.session.completeSignIn(HANDED)
		expect(back.session.drafts.read('source')).toEqual({ customer: 'Acme' })
	})

	it('never swaps the person under a page: somebody else in the pop-up closes it, and no renewal of theirs opens it', async () => {
		const { profile, page } = await signedIn()
		for (const minutes of [90, 120]) {
			const other = credentials({ identityId: OTHER, expiresAt: START + minutes * MINUTE })
			await profile.load({ exchange: async () => other }).session.completeSignIn(HANDED)
			await settle()
			expect(page.session.getSnapshot()).toMatchObject({
				at: 'refused',
				description: { title: 'Somebody else signed in in another window' },
				identityId: IDENTITY,
			})
			expect(page.keeper.current()).toBeNull()
		}
		page.session.signInHere('/sources', { again: true })
		expect(page.left).toEqual(['/sign-in/start?to=%2Fsources&again=1'])
		profile.say({ version: 1, type: 'refused', description: REFUSED })
		profile.say({ version: 1, type: 'credentials', to: null, credentials: credentials({ identityId: OTHER }), skew: 0 })
		await settle()
		expect([page.at(), page.keeper.current()]).toEqual(['leaving', null])
	})

	it('is not brought nearer by an older answer of a slow sibling', async () => {
		const { profile, page } = await signedIn()
		const older = credentials({ expiresAt: START + 20 * MINUTE })
		await profile.load({ exchange: async () => older }).session.completeSignIn(HANDED)
		await settle()
		expect(page.keeper.current()).toEqual(credentials())
	})
})

describe('sign-out', () => {
	it('ends the session at the service and reaches every tab', async () => {
		const { profile, page } = await signedIn()
		const others = [profile.load(), profile.load(), profile.load()]
		for (const other of others) await Promise.all([other.session.enter('/sources'), settle()])
		others[0]?.session.drafts.save('source', { customer: 'Acme' })
		await Promise.all([page.session.signOut(), settle()])
		expect(page.world).toMatchObject({ ended: 1, cleared: 1 })
		for (const each of [page, ...others]) {
			expect(each.at()).toBe('signed-out')
			expect(each.keeper.current()).toBeNull()
			expect(each.left).toEqual(['/sign-in?signed-out=1'])
			expect(contents(each.tab)).toBe('')
		}
	})

	it('hides the page at once, and is done though the service never answers', async () => {
		const profile = browser()
		const page = profile.load({
			answer: async (operation) =>
				operation === 'sessions.end'
					? { ok: false, refusal: { by: 'network', reason: 'timeout', requestId: null } }
					: null,
		})
		await page.session.completeSignIn(HANDED)
		const done = page.session.signOut()
		expect(page.at()).toBe('signing-out')
		await done
		expect(page.at()).toBe('signed-out')
		expect(page.left).toEqual(['/sign-in?signed-out=1'])
	})

	it('keeps every later tab from leaving for Okta by itself, until somebody presses the button', async () => {
		const { profile, page } = await signedIn()
		await page.session.signOut()
		const link = profile.load()
		await link.session.enter('/sources')
		expect([link.at(), link.left]).toEqual(['signed-out', []])
		link.session.signInHere('/sources')
		expect(link.left).toEqual(['/sign-in/start?to=%2Fsources&again=1'])
		const back = profile.load()
		expect(await back.session.completeSignIn(HANDED)).toEqual({ ok: true })
	})

	it('lets the person choose on the next trip from any page, and makes the trips after it silent', async () => {
		const { profile, page } = await signedIn()
		await page.session.signOut()
		const plain = profile.load()
		plain.session.signInHere('/')
		plain.session.signInHere('/')
		expect(plain.left).toEqual(['/sign-in/start?to=%2F&again=1', '/sign-in/start?to=%2F'])
	})

	it('is not needed to choose: a refusal asks for it too', () => {
		const page = browser().load()
		page.session.signInHere('/sources', { again: true })
		expect(page.left).toEqual(['/sign-in/start?to=%2Fsources&again=1'])
	})

	it('is not undone by an answer that was on its way', async () => {
		const { profile, page } = await signedIn()
		await page.session.signOut()
		await settle()
		profile.say({ version: 1, type: 'credentials', to: null, credentials: credentials(), skew: 0 })
		await settle()
		expect(page.at()).toBe('signed-out')
		expect(page.keeper.current()).toBeNull()
	})

	it('reaches a tab that was frozen meanwhile as soon as it wakes', async () => {
		const { profile, page: frozen } = await signedIn()
		profile.local.setItem('sluice.signed-out', '1')
		frozen.wake(false)
		expect(frozen.at()).toBe('signed-out')
		expect(frozen.keeper.current()).toBeNull()
	})

	it('is honoured from a tab of another release', async () => {
		const { profile, page } = await signedIn()
		profile.say({ version: 99, type: 'signed-out' })
		await settle()
		expect(page.at()).toBe('signed-out')
	})

	it('is remembered by its page after the site was cleared, but not when somebody has signed in since', async () => {
		const profile = browser()
		await profile.load().session.noteSignedOut()
		const link = profile.load()
		await link.session.enter('/sources')
		expect(link.left).toEqual([])

		const { profile: busy, page } = await signedIn()
		await busy.load().session.noteSignedOut()
		page.wake(false)
		expect(page.at()).toBe('signed-in')
	})
})

describe('a page that Back brings back after it left for Okta', () => {
	it('offers the button instead of saying for ever that it is leaving', async () => {
		const page = browser().load()
		await page.session.enter('/sources')
		page.wake(true)
		expect(page.at()).toBe('signed-out')
	})
})

describe('storage', () => {
	it('holds no secret at any moment of a life: trip, exchange, siblings, renewal, drafts, sign-out', async () => {
		const profile = browser()
		const tab = storage()
		const swept: string[] = []
		const sweep = () => swept.push(contents(profile.local), contents(tab))
		const cold = profile.load({ tab, tabId: 'one' })
		await cold.session.enter('/sources')
		sweep()
		cold.close()
		const page = profile.load({ tab, tabId: 'one' })
		const done = page.session.completeSignIn(HANDED)
		sweep()
		await done
		sweep()
		const sibling = profile.load()
		await Promise.all([sibling.session.enter('/'), settle()])
		page.session.drafts.save('source', {
			customer: 'Acme',
			note: credentials().sessionToken,
			sessionToken: `x${SECRET}`,
		})
		sweep()
		await page.session.signOut()
		sweep()
		expect(swept.join('').length).toBeGreaterThan(50)
		expect(swept.join('\n')).toContain('Acme')
		expect(swept.join('\n')).not.toMatch(new RegExp(SECRET, 'i'))
	})
})
