import type { Server } from 'node:http'

/** An expected failure of a start; its message is one line for the person at the terminal. */
export class CannotStart extends Error {}

/** Listens on loopback only. `name` says whose port it is when somebody else has it. */
export function listen(server: Server, port: number, name: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			const taken = `Port ${port} (${name}) is taken: stop what uses it, or set SLUICE_PORT_BASE to another first port.`
			reject(error.code === 'EADDRINUSE' ? new CannotStart(taken) : error)
		})
		server.listen(port, '127.0.0.1', resolve)
	})
}

/** Ends idle and open connections alike: a stand-in has nothing to drain. */
export function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve())
		server.closeAllConnections()
	})
}
