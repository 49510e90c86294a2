import type { AwsAnswer, CustomerAccess } from '../aws/ports.ts'
import type { WorkerPorts } from './worker.ts'

export type Call = CustomerAccess['call']
export type Send = () => ReturnType<Call>

export const NO_ANSWER: AwsAnswer<never> = {
	...{ kind: 'failed', cause: 'timeout', code: null, message: 'No answer within the time of a call.' },
	...{ httpStatus: null, requestId: null, bucketRegion: null, date: null, durationMs: 8_000 },
}
export const THROTTLED: AwsAnswer<never> = {
	...{ kind: 'failed', cause: 'throttled', code: 'ThrottlingException', message: 'Rate exceeded' },
	...{ httpStatus: 400, requestId: 'aws-1', bucketRegion: null, date: null, durationMs: 1 },
}

/** Ports whose calls of one operation are answered by `instead`, as long as it answers. */
export function disturbed(ports: WorkerPorts, operation: string, instead: (send: Send) => ReturnType<Call> | null) {
	const call: Call = (session, name, input, options) => {
		const send = () => ports.access.call(session, name, input, options)
		return (name === operation ? instead(send) : null) ?? send()
	}
	return { ...ports, access: { ...ports.access, call } }
}

/** The first `times` calls are answered so. */
export function first(times: number, answer: (send: Send) => ReturnType<Call>) {
	let asked = 0
	return (send: Send) => (asked++ < times ? answer(send) : null)
}
/** It takes effect, and nobody hears of it. */
export const unheard = async (send: Send) => {
	await send()
	return NO_ANSWER
}
