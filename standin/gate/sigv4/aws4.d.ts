/** The package brings no types; only what the tests call. */
declare module 'aws4' {
	type Signable = {
		host: string
		method: string
		path: string
		service: string
		region: string
		headers: Record<string, string>
		body: string | undefined
	}
	type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken: string }
	const aws4: { sign(request: Signable, credentials: Keys): { headers: Record<string, string | number> } }
	export default aws4
}
