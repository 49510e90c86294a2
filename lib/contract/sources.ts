import { z } from 'zod'
import { accountId, bucketName, clusterId, databaseName, externalId, region, roleArn } from './aws-name.ts'
import { lastCheck } from './check-report.ts'
import { endpoint } from './endpoint.ts'
import { listOf, page, pathId, ticket } from './list.ts'
import { restricted } from './redaction.ts'
import { admins, everyone, operators } from './role.ts'

/** Where our own copy of a source's events lies; read by our archive-reader role, never by the customer's. */
export const archive = z.object({
	bucket: bucketName,
	prefix: z.string().regex(/^(?:[\w.-]+\/)*$/, 'must end with / and hold only letters, digits, dots, hyphens and /'),
	layout: z.enum(['received-day']),
})

/** The connection settings of one source as an admin writes them. `catalogId` is the customer's AWS account id. */
export const sourceSettings = z.strictObject({
	workspaceId: pathId,
	customer: z.string().trim().min(1, 'must name the customer').max(120, 'is longer than 120 characters'),
	region,
	roleArn,
	externalIds: z
		.array(externalId)
		.min(1, 'must hold at least one external id')
		.max(50, 'holds more than 50 external ids'),
	catalogId: accountId,
	bucket: bucketName,
	database: databaseName,
	clusterId,
	archive,
})
export type SourceSettings = z.infer<typeof sourceSettings>

const settings = sourceSettings.shape
const person = z.string()
const time = z.iso.datetime()

/** One source. Members marked restricted are connection details and absent for roles that may not see them. */
export const source = z.object({
	sourceId: pathId,
	workspaceId: settings.workspaceId,
	customer: settings.customer,
	region: settings.region,
	roleArn: restricted(settings.roleArn, operators),
	externalIds: restricted(settings.externalIds, operators),
	catalogId: restricted(settings.catalogId, operators),
	bucket: restricted(settings.bucket, operators),
	database: settings.database,
	clusterId: settings.clusterId,
	archive: restricted(settings.archive, operators),
	version: z.int().min(1),
	updatedAt: time,
	updatedBy: person,
})
export type Source = z.infer<typeof source>

/** One row of a search: what tells sources apart, and why this one matched. */
export const sourceRow = z.object({
	sourceId: pathId,
	workspaceId: settings.workspaceId,
	customer: settings.customer,
	region: settings.region,
	clusterId: settings.clusterId,
	updatedAt: time,
	openedAt: time.nullable(),
	lastCheck: lastCheck.nullable(),
})
export type SourceRow = z.infer<typeof sourceRow>

/** One changed setting, its values as JSON text. Values of connection details are absent for roles that may not see them. */
export const change = z.object({
	field: z.string(),
	before: restricted(z.string().nullable(), operators),
	after: restricted(z.string().nullable(), operators),
})
export type Change = z.infer<typeof change>

export const sourceVersion = z.object({
	version: z.int().min(1),
	updatedAt: time,
	updatedBy: person,
	reason: z.string().nullable(),
	changes: z.array(change),
})

const sourceId = z.object({ sourceId: pathId })

export const sources = {
	list: endpoint({
		method: 'GET',
		path: '/v1/sources',
		summary: 'Search sources',
		input: { query: z.object({ q: z.string().trim().max(200, 'is longer than 200 characters').optional(), ...page }) },
		output: listOf(sourceRow),
		problems: [],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'none',
		identity: 'bound',
		timeout: 10_000,
	}),
	get: endpoint({
		method: 'GET',
		path: '/v1/sources/{sourceId}',
		summary: 'Open a source with its settings',
		input: { params: sourceId, query: z.object({ ticket: ticket.optional() }) },
		output: source,
		problems: ['not-found'],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'optional',
		identity: 'bound',
		timeout: 10_000,
	}),
	versions: endpoint({
		method: 'GET',
		path: '/v1/sources/{sourceId}/versions',
		summary: 'See how the settings of a source changed',
		input: { params: sourceId, query: z.object(page) },
		output: listOf(sourceVersion),
		problems: ['not-found'],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'none',
		identity: 'bound',
		timeout: 10_000,
	}),
	put: endpoint({
		method: 'PUT',
		path: '/v1/sources/{sourceId}',
		summary: 'Create a source or change its settings',
		input: {
			params: sourceId,
			body: z.strictObject({
				settings: sourceSettings,
				baseVersion: z.int('must be the version you started from, 0 for a new source').min(0),
				ticket,
			}),
		},
		output: z.object({ source, changes: z.array(change) }),
		problems: ['version-conflict', 'invalid-source'],
		roles: admins,
		rule: 'none',
		effect: 'write',
		reason: 'required',
		identity: 'bound',
		timeout: 10_000,
	}),
}
