/**
 * One page of a list and the mark of the next one; `next` is left out on the last page. Null when the mark is none that
 * this list gave.
 */
export function pageOf<T>(
	items: readonly T[],
	mark: string | undefined,
	size: number,
): { items: T[]; next: string | undefined } | null {
	const start = mark === undefined ? 0 : readMark(mark)
	if (start === null || start > items.length) return null
	const end = start + size
	return { items: items.slice(start, end), next: end < items.length ? markOf(end) : undefined }
}

const markOf = (offset: number): string => Buffer.from(`after ${offset}`).toString('base64')

function readMark(mark: string): number | null {
	const offset = /^after (\d+)$/.exec(Buffer.from(mark, 'base64').toString('utf8'))?.[1]
	return offset === undefined ? null : Number(offset)
}
