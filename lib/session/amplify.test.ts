// @vitest-environment jsdom
import { Amplify } from 'aws-amplify'
import { fetchAuthSession } from 'aws-amplify/auth'
import { describe, expect, it } from 'vitest'
import { configureAmplify } from './amplify.ts'
import { ExchangeError } from './cognito-refusal.ts'
import { createKeeper } from './keeper.ts'
import { ASSERTION, contents, credentials, IDENTITY, START } from './tabs.fixture.ts'

const POOL = 'us-west-2:00000000-0000-4000-8000-000000000000'
const KEYS = (({ accessKeyId, secretAccessKey, sessionToken }) => ({ accessKeyId, secretAccessKey, sessionToken }))(
	credentials(),
)

function wired(
	exchange: (samlResponse: string) => Promise<ReturnType<typeof credentials>> = async () => credentials(),
) {
	const asked: string[] = []
	const keeper = createKeeper(
		(samlResponse) => {
			asked.push(samlResponse)
			return exchange(samlResponse)
		},
		() => START,
	)
	return { keeper, asked, amplify: configureAmplify(POOL, keeper) }
}

describe('Amplify', () => {
	it('asks our provider, and only ours, for the session', async () => {
		const { keeper } = wired()
		keeper.offer(ASSERTION)
		expect(await fetchAuthSession()).toMatchObject({
			identityId: IDENTITY,
			credentials: { ...KEYS, expiration: new Date(START + 3_600_000) },
		})
	})

	it('makes one exchange of four that ask at once, though it asks the provider each time', async () => {
		const { keeper, asked, amplify } = wired()
		keeper.offer(ASSERTION)
		const all = await Promise.all([
			amplify.credentials(),
			fetchAuthSession(),
			amplify.credentials(),
			fetchAuthSession({ forceRefresh: true }),
		])
		expect(all[0]).toEqual(KEYS)
		expect(asked).toEqual([ASSERTION])
	})

	it('has no credentials when nobody is signed in, without throwing', async () => {
		expect(await wired().amplify.credentials()).toBeNull()
	})

	it('lets a refused exchange through as it is', async () => {
		const description = { who: 'The identity pool', title: 'No', why: '', todo: '', requestId: null }
		const { keeper, amplify } = wired(() => Promise.reject(new ExchangeError(description)))
		keeper.offer(ASSERTION)
		await expect(amplify.credentials()).rejects.toEqual(new ExchangeError(description))
	})

	it('clears ours', async () => {
		const { keeper, amplify } = wired()
		keeper.adopt(credentials())
		await amplify.clear()
		expect(keeper.current()).toBeNull()
		expect(await amplify.credentials()).toBeNull()
	})

	it('stores nothing', async () => {
		const { keeper, amplify } = wired()
		keeper.offer(ASSERTION)
		await amplify.credentials()
		await Amplify.clearCredentials()
		expect(contents(localStorage) + contents(sessionStorage)).toBe('')
	})
})
