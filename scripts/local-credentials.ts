import { z } from 'zod'

/**
 * What Okta and STS would hand to somebody at a terminal, as an AWS profile takes it from a program (AWS SDKs and tools
 * reference guide, process credential provider): `local-credentials.ts WORLD_URL ROLE`.
 */
const [world, role] = process.argv.slice(2)
const answer = await fetch(`${world}/_world/credentials`, {
	method: 'POST',
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify({ role: `sluice-cli-${role}`, sessionName: `${role}@sluice.example` }),
}).catch(() => null)
if (!answer?.ok) throw new Error(`${world} gives no credentials for ${role}: is Sluice running there?`)
const issued = z
	.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string(), expiration: z.string() })
	.parse(await answer.json())
const { accessKeyId, secretAccessKey, sessionToken, expiration } = issued
console.log(
	JSON.stringify({
		Version: 1,
		AccessKeyId: accessKeyId,
		SecretAccessKey: secretAccessKey,
		SessionToken: sessionToken,
		Expiration: expiration,
	}),
)
