/** Where the pop-up of a renewal ends: says that it can be closed. */
export const RENEWED_PAGE = '/sign-in/renewed'

/** Sign-in never starts by itself there. */
export const SIGNED_OUT_PAGE = '/sign-in?signed-out=1'

/**
 * Leaves for Okta and comes back to `to`, a path of the console with its query and hash. The server checks it again.
 * `again`: Okta asks who signs in, although it may still know somebody.
 */
export const signInStart = (to: string, again = false) =>
	`/sign-in/start?to=${encodeURIComponent(to)}${again ? '&again=1' : ''}`
