import { incompleteSignature, missingToken, type Refusal, type Wording } from '../refusal.ts'
import { valuesOf, type WireRequest } from '../wire-request.ts'
import type { Claim } from './claim-parts.ts'
import { claimFromHeader } from './header-claim.ts'
import { claimFromQuery, queryParameters } from './query-claim.ts'

/**
 * Finds the one signature of a request. Two Authorization headers, or a header beside a signed query, are refused:
 * which one counted would be anybody's guess.
 */
export function readClaim(request: WireRequest, wording: Wording): Claim | Refusal {
	const authorization = valuesOf(request.headers, 'authorization')
	const parameters = queryParameters(request.query)
	const inQuery = parameters.some(([name]) => name === 'X-Amz-Algorithm' || name === 'X-Amz-Signature')
	if (authorization.length > 1 || (authorization.length > 0 && inQuery)) {
		return incompleteSignature('A request carries exactly one signature: one Authorization header or the query.')
	}
	const [header] = authorization
	if (header !== undefined) return claimFromHeader(header, request.headers, wording)
	return inQuery ? claimFromQuery(parameters, request.headers) : missingToken
}
