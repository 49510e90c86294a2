import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { ticket } from './list.ts'
import { admins, everyone, ROLES } from './role.ts'

/** The key of a person on every path: the lower-case e-mail. */
export const personKey = z.email('must be an e-mail address').max(254).toLowerCase()

/** Who is calling. `via` is console for Cognito identities and cli for plain role sessions. `name` is null on the cli path. */
export const me = z.object({
	person: z.string(),
	name: z.string().nullable(),
	role: z.enum(ROLES),
	via: z.enum(['console', 'cli']),
	operations: z.array(z.string()),
	time: z.iso.datetime(),
})
export type Me = z.infer<typeof me>

const common = { rule: 'none', timeout: 10_000 } as const

export const sessions = {
	bind: endpoint({
		method: 'POST',
		path: '/v1/session',
		summary: 'Sign in',
		input: {
			body: z.strictObject({
				samlResponse: z.string().min(1).max(50_000, 'is longer than the 50,000 characters Cognito allows'),
			}),
		},
		output: me,
		problems: [
			'assertion-refused',
			'assertion-used',
			'identity-bound-elsewhere',
			'idempotency-key-missing',
			'idempotency-key-reused',
			'idempotency-in-progress',
		],
		roles: everyone,
		effect: 'write',
		reason: 'none',
		identity: 'unbound',
		...common,
	}),
	end: endpoint({
		method: 'DELETE',
		path: '/v1/session',
		summary: 'Sign out, in every tab and browser at once',
		input: {},
		output: z.object({ endedAt: z.iso.datetime() }),
		problems: [],
		roles: everyone,
		effect: 'write',
		reason: 'none',
		identity: 'bound',
		...common,
	}),
	me: endpoint({
		method: 'GET',
		path: '/v1/me',
		summary: 'See who you are to Sluice and what your role may do',
		input: {},
		output: me,
		problems: [],
		roles: everyone,
		effect: 'read',
		reason: 'none',
		identity: 'bound',
		...common,
	}),
	release: endpoint({
		method: 'POST',
		path: '/v1/session-releases',
		summary: 'Release a person’s sign-in, so that a new Cognito identity can be theirs',
		input: { body: z.strictObject({ person: personKey, ticket }) },
		output: z.object({ person: z.string(), released: z.int().min(0) }),
		problems: ['not-found', 'idempotency-key-missing', 'idempotency-key-reused', 'idempotency-in-progress'],
		roles: admins,
		effect: 'write',
		reason: 'required',
		identity: 'bound',
		...common,
	}),
}
