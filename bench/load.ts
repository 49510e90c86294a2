import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

const CONNECTIONS = 32

/** Sends `count` GETs over 32 kept-alive connections; throws when one is not answered 200. */
export async function load(url: string, headers: Record<string, string>, count: number): Promise<void> {
	const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
	let left = count
	const worker = async () => {
		while (left-- > 0) await get(url, headers, agent)
	}
	await Promise.all(Array.from({ length: CONNECTIONS }, worker))
	agent.destroy()
}

function get(url: string, headers: Record<string, string>, agent: Agent): Promise<void> {
	return new Promise((done, fail) => {
		const call = request(url, { agent, headers }, (answer) => {
			answer.resume()
			answer.once('end', () =>
				answer.statusCode === 200 ? done() : fail(new Error(`${url} answered ${answer.statusCode}`)),
			)
		})
		call.once('error', fail)
		call.end()
	})
}

/** User and system CPU seconds that a process has used. Linux only: reads proc(5) stat, in ticks of 10 ms. */
export function cpuSeconds(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
	return (Number(fields[11]) + Number(fields[12])) / 100
}
