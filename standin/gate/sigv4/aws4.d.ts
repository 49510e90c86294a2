/** The package brings no types; only what the tests call. */
declare module 'aws4' {
	export function sign(
		request: {
			host: string
			method: string
			path: string
			service: string
			region: string
			headers: Record<string, string>
			body: string | undefined
		},
		credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string },
	): { headers: Record<string, string | number> }
}
