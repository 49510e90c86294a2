import { z } from 'zod'
import { clusterId } from './aws-name.ts'
import { clusterRow, clusterStatus } from './cluster-status.ts'
import { endpoint } from './endpoint.ts'
import { listOf, page, pathId, ticket } from './list.ts'
import { everyone, operators } from './role.ts'

export const clusters = {
	fetch: endpoint({
		method: 'POST',
		path: '/v1/clusters',
		summary: 'Fetch the status of a cluster',
		input: {
			body: z.strictObject({
				sourceId: pathId,
				/** Left out: the cluster of the source's settings. */
				clusterId: clusterId.optional(),
				ticket: ticket.optional(),
			}),
		},
		/** `running`: the account is being asked, perhaps for somebody else who asked first; `fresh`: it was asked just now. */
		output: z.object({ clusterId, sourceId: pathId, status: z.enum(['running', 'fresh']) }),
		success: 202,
		problems: ['not-found', 'idempotency-key-missing', 'idempotency-in-progress', 'idempotency-key-reused'],
		roles: operators,
		rule: 'none',
		effect: 'customer-read',
		reason: 'optional',
		identity: 'bound',
		timeout: 10_000,
	}),
	get: endpoint({
		method: 'GET',
		path: '/v1/clusters/{clusterId}',
		summary: 'Open the status of a cluster',
		input: {
			params: z.object({ clusterId }),
			query: z.object({
				sourceId: pathId,
				/** Says that somebody looks: for a role that may fetch, what a click began goes on while this is said. */
				watch: z.literal('true').optional(),
				ticket: ticket.optional(),
			}),
		},
		output: clusterStatus,
		problems: ['not-found'],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'optional',
		identity: 'bound',
		timeout: 10_000,
	}),
	list: endpoint({
		method: 'GET',
		path: '/v1/clusters',
		summary: 'List clusters looked at',
		input: { query: z.object({ sourceId: pathId.optional(), ...page }) },
		output: listOf(clusterRow),
		problems: [],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'none',
		identity: 'bound',
		timeout: 10_000,
	}),
}
