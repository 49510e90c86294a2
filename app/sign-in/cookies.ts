/** Only the exact origin can set a `__Host-` cookie, so no neighbouring host can plant one (RFC 6265bis, section 4.1.3). */
type HostCookie = `__Host-${string}`

/** The cookies of a request, by name. */
export function readCookies(headers: Headers): Map<string, string> {
	const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split(/=(.*)/s))
	return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}

export type SameSite = 'None' | 'Strict'

export const setCookie = (name: HostCookie, value: string, sameSite: SameSite, seconds: number): string =>
	`${name}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=${sameSite}`

export const clearCookie = (name: HostCookie, sameSite: SameSite): string => setCookie(name, '', sameSite, 0)

/** Clears what a sign-in under way may have left in this browser. */
export function clearSignInCookies(headers: Headers): string[] {
	const names = [...readCookies(headers).keys()].filter((name): name is HostCookie => name.startsWith('__Host-sluice-'))
	return names.map((name) => clearCookie(name, 'Strict'))
}
