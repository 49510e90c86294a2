import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** Far above any report, far below what would hurt. Bytes. */
const LONGEST = 1024 * 1024

/**
 * The output of GetObject with `Body` as text, or null when the object has more than 1 MiB: a stream that nobody reads
 * would hold its connection for good. Other outputs stay as they are.
 */
export async function readBody<Output extends object>(output: Output): Promise<Output> {
	if (!('Body' in output) || !(output.Body instanceof Readable)) return output
	const length = 'ContentLength' in output ? output.ContentLength : undefined
	if (typeof length === 'number' && length <= LONGEST) return { ...output, Body: await text(output.Body) }
	output.Body.destroy()
	return { ...output, Body: null }
}
