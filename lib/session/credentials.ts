/** Temporary credentials of one Cognito identity. They live in page memory only. `expiresAt` is epoch milliseconds. */
export type SessionCredentials = {
	accessKeyId: string
	secretAccessKey: string
	sessionToken: string
	expiresAt: number
	identityId: string
}

/** Credentials as another tab hands them on, or null when they are not whole. Written by hand: zod would weigh on every page. */
export function parseCredentials(value: unknown): SessionCredentials | null {
	const { accessKeyId, secretAccessKey, sessionToken, expiresAt, identityId } = members(value)
	if (!isText(accessKeyId, 128) || !isText(secretAccessKey, 256) || !isText(sessionToken, 8192)) return null
	if (typeof expiresAt !== 'number' || !Number.isFinite(expiresAt) || !isIdentityId(identityId)) return null
	return { accessKeyId, secretAccessKey, sessionToken, expiresAt, identityId }
}

/** REGION:GUID, at most 55 characters (Cognito API reference). */
export const isIdentityId = (value: unknown): value is string => isText(value, 55) && /^[\w-]+:[0-9a-f-]+$/.test(value)

export const isText = (value: unknown, longest: number): value is string =>
	typeof value === 'string' && value !== '' && value.length <= longest

/** The members of a parsed value, none when it is no object. */
export const members = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? { ...value } : {}
