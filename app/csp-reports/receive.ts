import { z } from 'zod'

const MAX_BODY = 16_384
const MAX_REPORTS = 20

const reports = z
	.array(
		z.object({
			type: z.literal('csp-violation'),
			body: z.object({
				effectiveDirective: z.string().max(100),
				blockedURL: z.string().max(4_000).default(''),
				documentURL: z.string().max(4_000),
				disposition: z.string().max(20).default(''),
			}),
		}),
	)
	.max(MAX_REPORTS)

/**
 * Takes what browsers report about the policy (Reporting API) and logs which rule stopped what on which path. Queries and
 * hashes are left out, since addresses may hold what a person searched for. Anybody can send this: nothing rests on it.
 */
export async function receiveReports(request: Request, log: (line: string) => void): Promise<Response> {
	const text = Number(request.headers.get('content-length') ?? MAX_BODY + 1) > MAX_BODY ? '' : await request.text()
	const parsed = reports.safeParse(json(text))
	if (!parsed.success) return new Response(null, { status: 400 })
	for (const { body } of parsed.data) {
		log(
			JSON.stringify({
				event: 'policy violation',
				directive: body.effectiveDirective,
				blocked: place(body.blockedURL),
				page: place(body.documentURL),
			}),
		)
	}
	return new Response(null, { status: 204 })
}

function json(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return null
	}
}

/** Origin and path of a URL; keywords such as `inline` as they are. */
function place(text: string): string {
	const url = URL.parse(text)
	return url ? url.origin + url.pathname : text.slice(0, 40)
}
