import { createHmac, randomBytes } from 'node:crypto'

/** Nobody outside can make a mark, and none outlives the world. */
const SECRET = randomBytes(32)

const sealOf = (list: unknown, place: string): string =>
	createHmac('sha256', SECRET)
		.update(JSON.stringify([list, place]))
		.digest('base64url')

/** Where a list goes on. `list`: all that says which list it is. */
export const markOf = (list: unknown, place: string): string =>
	Buffer.from(`${sealOf(list, place)}.${place}`).toString('base64url')

/** The place that a mark names; null when this list never gave it. */
export function readMark(list: unknown, mark: string): string | null {
	const place = /^[\w-]+\.(.*)$/s.exec(Buffer.from(mark, 'base64url').toString('utf8'))?.[1]
	return place !== undefined && markOf(list, place) === mark ? place : null
}

/**
 * One page of a list and the mark of the next one; `next` is left out on the last page. Null when the mark is none that
 * this list gave.
 */
export function pageOf<T>(
	items: readonly T[],
	{ list, mark, size }: { list: unknown; mark: string | undefined; size: number },
): { items: T[]; next: string | undefined } | null {
	const place = mark === undefined ? '0' : readMark(list, mark)
	if (place === null) return null
	const end = Number(place) + size
	return { items: items.slice(Number(place), end), next: end < items.length ? markOf(list, String(end)) : undefined }
}
