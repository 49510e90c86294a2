import { EXIT } from './exit.ts'
import { run } from './run.ts'

/** Runs the command line of this process and leaves its exit code behind. */
export async function main(process: NodeJS.Process): Promise<void> {
	const { env, stdin, stdout, stderr, argv } = process
	const controller = new AbortController()
	process.on('SIGINT', () => {
		if (controller.signal.aborted) process.exit(EXIT.interrupted)
		controller.abort()
	})
	// Whoever reads may stop reading (`| head`): that is no error of ours.
	for (const stream of [stdout, stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code !== 'EPIPE') throw error
		})
	}
	try {
		process.exitCode = await run(argv.slice(2), { env, stdin, stdout, stderr, interrupted: controller.signal })
	} catch (error) {
		console.error('sluice: This is a mistake of sluice itself. Send these lines to the Sluice team.')
		console.error(error)
		process.exitCode = EXIT.unknown
	}
}
