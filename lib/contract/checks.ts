import { z } from 'zod'
import { accountId, bucketName, clusterId, databaseName, externalId, region, roleArn } from './aws-name.ts'
import { check, checkRow, PROFILES } from './check-report.ts'
import { endpoint } from './endpoint.ts'
import { listOf, page, pathId, ticket } from './list.ts'
import { everyone, operators } from './role.ts'

/**
 * Settings that are not saved yet. The account of `roleArn` equals `catalogId`, and `externalId` is one that the stored
 * record of the source holds: it is picked, never typed, so that nobody can use Sluice to try ids on a foreign role.
 */
export const unsavedSettings = z.strictObject({
	region,
	roleArn,
	externalId,
	catalogId: accountId,
	bucket: bucketName,
	database: databaseName,
	clusterId,
})
export type UnsavedSettings = z.infer<typeof unsavedSettings>

export const profile = z.enum(PROFILES, { error: `must be one of ${PROFILES.join(', ')}` })

export const checks = {
	run: endpoint({
		method: 'POST',
		path: '/v1/checks',
		summary: 'Run a permission check',
		input: {
			body: z.strictObject({
				sourceId: pathId,
				profile,
				settings: unsavedSettings.optional(),
				ticket: ticket.optional(),
			}),
		},
		output: z.object({ checkId: pathId, sourceId: pathId, profile: z.string(), status: z.literal('running') }),
		success: 202,
		problems: [
			'not-found',
			'invalid-settings',
			'idempotency-key-missing',
			'idempotency-in-progress',
			'idempotency-key-reused',
		],
		roles: operators,
		rule: 'unsaved-settings',
		effect: 'customer-read',
		reason: 'optional',
		identity: 'bound',
		timeout: 10_000,
	}),
	get: endpoint({
		method: 'GET',
		path: '/v1/checks/{checkId}',
		summary: 'Open a check report',
		input: { params: z.object({ checkId: pathId }), query: z.object({ ticket: ticket.optional() }) },
		output: check,
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
		path: '/v1/checks',
		summary: 'List checks',
		input: { query: z.object({ sourceId: pathId.optional(), profile: profile.optional(), ...page }) },
		output: listOf(checkRow),
		problems: [],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'none',
		identity: 'bound',
		timeout: 10_000,
	}),
}
