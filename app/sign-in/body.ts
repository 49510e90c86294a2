/** The body as text, or null when it has more than `limit` bytes or is not UTF-8. Stops reading as soon as it is too long. */
export async function readBody(request: Request, limit: number): Promise<string | null> {
	if (Number(request.headers.get('content-length') ?? 0) > limit) return null
	const chunks: Uint8Array[] = []
	let size = 0
	for await (const chunk of request.body ?? []) {
		size += chunk.byteLength
		if (size > limit) return null
		chunks.push(chunk)
	}
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
	} catch {
		return null
	}
}

/** The media type without its parameters. */
export const mediaType = (request: Request): string =>
	(request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
