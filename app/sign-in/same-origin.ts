/** Browsers send Origin with every POST; Sec-Fetch-Site says the same where it is known. */
export function isSameOrigin(request: Request, consoleOrigin: string): boolean {
	const site = request.headers.get('sec-fetch-site')
	return request.headers.get('origin') === consoleOrigin && (site === null || site === 'same-origin')
}
