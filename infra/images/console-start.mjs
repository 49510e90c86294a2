// How the console's image starts Next's server, and stops it: at SIGTERM Next would refuse connections at once, while a load
// balancer goes on sending requests for some seconds. So it serves on until that one has looked away.
const AWAY_SECONDS = 15

process.env.NEXT_MANUAL_SIG_HANDLE = 'true'
for (const signal of ['SIGTERM', 'SIGINT']) {
	process.once(signal, () => setTimeout(() => process.exit(0), AWAY_SECONDS * 1000))
}
await import('./server.js')
