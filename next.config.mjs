import { NOTHING_RUNS, STATIC_HEADERS } from './app/static-headers.ts'

/** @type {import('next').NextConfig} */
export default {
	output: 'standalone',
	outputFileTracingRoot: import.meta.dirname,
	// Generated keys and databases of the local world must never be copied into what is shipped.
	outputFileTracingExcludes: { '/*': ['.sluice/**', '**/*.pem', 'standin/**', 'service/**', 'infra/**', 'e2e/**'] },
	typedRoutes: true,
	// `npm run types` checks the whole tree, tests and service included, once and for all.
	typescript: { ignoreBuildErrors: true },
	poweredByHeader: false,
	reactStrictMode: true,
	// The optimiser has been a way to remote code execution; there is no image here that needs it.
	images: { unoptimized: true },
	headers: async () => [
		{ source: '/:path*', headers: STATIC_HEADERS },
		// These never pass proxy.ts, which is where the policy of documents is written.
		{ source: '/:path(_next/static/.*|icon.svg)', headers: [NOTHING_RUNS] },
	],
}
