import type { EMRClient } from '@aws-sdk/client-emr'
import { z } from 'zod'

type Middleware = Parameters<EMRClient['middlewareStack']['add']>[0]
type WithMiddleware = {
	middlewareStack: { add(middleware: never, options: { step: 'initialize'; name: string }): void }
}

const answered = z.object({ headers: z.object({ date: z.string() }) })

/** The SDK keeps the headers of a refusal only: this puts the date of every other answer beside its request id. */
const keepDate: Middleware = (next) => async (args) => {
	const result = await next(args)
	const read = answered.safeParse(result.response)
	if (read.success) Object.assign(result.output?.$metadata ?? {}, { date: read.data.headers.date })
	return result
}

/** Has the answers of a client tell AWS's own time in their metadata. The cast: each client has middleware of its own type. */
export function keepingDates<Client extends WithMiddleware>(client: Client): Client {
	client.middlewareStack.add(keepDate as never, { step: 'initialize', name: 'keepDate' })
	return client
}

/** The time of a Date header; null when there is none or it is none. */
export function timeOf(header: string | undefined): Date | null {
	const time = new Date(header ?? '')
	return Number.isNaN(time.getTime()) ? null : time
}
