import { createServer } from 'node:net'

/** Which of `ports` on the loopback address are taken by somebody. */
export async function takenPorts(ports: number[]): Promise<number[]> {
	const free = await Promise.all(ports.map(isFree))
	return ports.filter((_, index) => !free[index])
}

function isFree(port: number): Promise<boolean> {
	return new Promise((answer) => {
		const probe = createServer()
		probe.once('error', () => answer(false))
		probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)))
	})
}
