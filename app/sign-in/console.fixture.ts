import { inflateRawSync } from 'node:zlib'
import {
	createIdp,
	encode,
	HONEST,
	type Parts,
	responseXml,
	signBoth,
	trusting,
} from '../../lib/saml/signed-response.fixture.ts'
import type { ConsoleSettings } from '../../lib/settings/console.ts'
import { type Ports, receiveResponse } from './acs/receive.ts'
import { redeem } from './redeem/redeem.ts'
import { startSignIn } from './start/start.ts'

export const ORIGIN = 'https://console.example.com'
export const OKTA = createIdp()
export const SECRET = 'a-secret-of-at-least-thirty-two-characters'

export const SETTINGS: ConsoleSettings = {
	consoleOrigin: ORIGIN,
	secrets: [SECRET],
	ssoUrl: 'https://okta.example.com/sso',
	spEntityId: 'urn:amazon:webservices',
	saml: trusting(OKTA),
	public: {
		environment: 'local',
		gateUrl: 'https://gate.example.com/prod',
		cognitoUrl: 'https://cognito.example.com',
		region: 'us-west-2',
		identityPoolId: 'us-west-2:00000000-0000-4000-8000-000000000000',
		samlProviderArn: 'arn:aws:iam::111122223333:saml-provider/okta',
	},
}

/** The cookies of one browser, kept as a browser keeps them. SameSite is not played: browser tests do that. */
export class CookieJar {
	readonly cookies = new Map<string, string>()
	readonly lines: string[] = []

	header(): Record<string, string> {
		return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
	}

	take(setCookies: string[]): void {
		for (const line of setCookies) {
			this.lines.push(line)
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
			if (line.includes('Max-Age=0')) this.cookies.delete(name)
			else this.cookies.set(name, value)
		}
	}
}

/** A browser before a console whose clock, settings and log are the test's. */
export function createBrowser(now: () => number, settings: ConsoleSettings = SETTINGS) {
	const jar = new CookieJar()
	const log: string[] = []
	const ports = (): Ports => ({ settings, now, log: (line) => log.push(line) })
	const send = async (answer: Promise<Response>) => {
		const response = await answer
		jar.take(response.headers.getSetCookie())
		return response
	}
	return {
		jar,
		log,
		async start(to = '/sources', query: Record<string, string> = {}) {
			const address = `${ORIGIN}/sign-in/start?${new URLSearchParams({ to, ...query })}`
			const answer = await send(startSignIn(new Request(address, { headers: jar.header() }), settings, now()))
			const location = answer.headers.get('location') ?? ''
			const relayState = new URL(location).searchParams.get('RelayState') ?? ''
			const request = authnRequestIn(location)
			return { answer, location, relayState, request, requestId: / ID="([^"]+)"/.exec(request)?.[1] ?? '' }
		},
		post: (form: Record<string, string> | string[][], headers: Record<string, string> = {}) =>
			send(
				receiveResponse(
					new Request(`${ORIGIN}/sign-in/acs`, {
						method: 'POST',
						headers: { ...jar.header(), ...headers },
						body: new URLSearchParams(form),
					}),
					ports(),
				),
			),
		redeem: (sealed: string, headers: Record<string, string> = {}) =>
			send(
				redeem(
					new Request(`${ORIGIN}/sign-in/redeem`, {
						method: 'POST',
						headers: { ...jar.header(), origin: ORIGIN, 'content-type': 'application/json', ...headers },
						body: JSON.stringify({ sealed }),
					}),
					ports(),
				),
			),
	}
}

/** What Okta would post for this request. */
export function oktaAnswer(requestId: string, now: number, overrides: Partial<Parts> = {}): string {
	const at = (seconds: number) => new Date(now + seconds * 1000).toISOString()
	return encode(
		signBoth(
			responseXml({
				issueInstant: at(0),
				responseInResponseTo: `InResponseTo="${requestId}"`,
				confirmationData: `<saml:SubjectConfirmationData InResponseTo="${requestId}" NotOnOrAfter="${at(300)}" Recipient="https://signin.aws.amazon.com/saml"/>`,
				conditionTimes: `NotBefore="${at(-300)}" NotOnOrAfter="${at(300)}"`,
				authn: HONEST.authn.replace(/ SessionNotOnOrAfter="[^"]*"/, ''),
				...overrides,
			}),
			OKTA,
		),
	)
}

const authnRequestIn = (location: string): string =>
	inflateRawSync(Buffer.from(new URL(location).searchParams.get('SAMLRequest') ?? '', 'base64')).toString()

export const sealedIn = (html: string): string => /setItem\('sluice\.sealed','([^']+)'\)/.exec(html)?.[1] ?? ''
