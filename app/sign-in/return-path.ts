/** Longer paths would not fit into a cookie beside seven others. */
const MAX_LENGTH = 2_000
/** Where the pop-up that renews a session ends; everything else under /sign-in would lead in a circle. */
const RENEWED = '/sign-in/renewed'

/** A second slash at the front, in any spelling that something on the way might decode, would name another host. */
const SECOND_SLASH = /^\/(?:%(?:25)*(?:2f|5c)|[/\\])/i

const BASE = 'http://console.invalid'

/**
 * The part of this console to land on after sign-in, or `/` for anything that could mean another place. What comes out
 * is a normalised path with query and hash; it is resolved against our own origin and nothing else is ever used as a URL.
 */
export function returnPath(wanted: string | null | undefined): string {
	if (!wanted || wanted.length > MAX_LENGTH || !wanted.startsWith('/')) return '/'
	// Browsers drop or turn some of these before they resolve a URL: a tab vanishes, a backslash becomes a slash.
	if (/[\p{Cc}\p{Zs}\\]/u.test(wanted) || SECOND_SLASH.test(wanted)) return '/'
	const url = URL.parse(wanted, BASE)
	if (url === null || url.origin !== BASE) return '/'
	const path = url.pathname + url.search + url.hash
	// Dots that vanish in between may have brought one to the front only now.
	if (SECOND_SLASH.test(path) || path.length > MAX_LENGTH) return '/'
	const circular = /^\/sign-in(?:\/|$)/.test(url.pathname) && url.pathname !== RENEWED
	return circular ? '/' : path
}
