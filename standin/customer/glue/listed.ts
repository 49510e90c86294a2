import { type Refused, refuse } from '../json-operation.ts'
import { pageOf } from '../paging.ts'

type Paging = { NextToken?: string | undefined; MaxResults: number; Expression?: string | undefined }

/** One page of a list under the member `name`. */
export function listed<T>(
	{ NextToken: mark, MaxResults: size, Expression, ...of }: Paging,
	name: string,
	items: readonly T[],
	shape: (item: T) => object,
): object | Refused {
	if (Expression) return refuse('InvalidInputException', `Unsupported expression '${Expression}'`)
	const page = pageOf(items, { list: [name, of], mark, size })
	if (page === null) return refuse('InvalidInputException', 'Invalid next token.')
	return { [name]: page.items.map(shape), ...(page.next ? { NextToken: page.next } : {}) }
}
