import { mutationOptions, queryOptions } from '@tanstack/react-query'
import type { CallInputOf } from '../contract/endpoint.ts'
import type { sessions } from '../contract/sessions.ts'
import { callThrough } from './query-client.ts'

/** Who is signed in, with which role. Changes only with a new sign-in. */
export const meQuery = () =>
	queryOptions({
		queryKey: ['sessions', 'me'],
		queryFn: ({ client, signal }) => callThrough(client, 'sessions.me', {}, { signal }),
		staleTime: Number.POSITIVE_INFINITY,
	})

/** Releases the identity bound to a person (admins), so that a new one can be bound at the next sign-in. */
export const releaseSession = () =>
	mutationOptions({
		mutationKey: ['sessions', 'release'],
		mutationFn: (input: CallInputOf<typeof sessions.release>, { client }) =>
			callThrough(client, 'sessions.release', input),
	})
