import type { SigningCredentials } from '../lib/gateway/signer.ts'

export type Credentials = {
	/** Null when the chain has none; it caches, and asks its source again before they expire. */
	current(): Promise<SigningCredentials | null>
	/** What the chain said when it had none. */
	said(): string | null
}

/**
 * The AWS default chain: environment, profile, SSO, process, container, instance (AWS SDKs and tools reference guide,
 * credential provider chain). `profile` wins over AWS_PROFILE and over keys of the environment.
 */
export function chainCredentials(profile: string | undefined, region: string): Credentials {
	let provider: Promise<() => Promise<SigningCredentials>> | null = null
	const reasons = new Set<string>()
	// The SDK takes longer to load than everything else here: not before a request is about to be signed.
	const load = async () => {
		const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
		const logger = { ...QUIET, debug: (line: string) => keepReason(reasons, line) }
		return fromNodeProviderChain({ ...(profile !== undefined && { profile }), clientConfig: { region }, logger })
	}
	return {
		async current() {
			provider ??= load()
			try {
				return await (await provider)()
			} catch {
				return null
			}
		},
		said: () => (reasons.size === 0 ? null : [...reasons].join('; ')),
	}
}

const ignore = () => {}
const QUIET = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore }

/** The chain's own error names the end of the chain only; why each provider passed stands in what it logs. */
function keepReason(reasons: Set<string>, line: string): void {
	const reason = /^@smithy\/property-provider (?:->|\(!\)) (.*)$/s.exec(line)?.[1]
	const words = reason?.replace(/\s+/g, ' ').replace(/\.? *$/, '')
	if (words !== undefined && !/skipping|from any providers|checking/i.test(words)) reasons.add(words)
}
