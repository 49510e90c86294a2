import { z } from 'zod'

const document = z.record(z.string(), z.unknown())
/** A document of standin/world/policies with its placeholders filled, or one written out. */
const policy = z.union([
	z.strictObject({ shared: z.string(), region: z.string().optional(), bucket: z.string().optional() }),
	z.strictObject({ document }),
])
export type PolicyText = z.infer<typeof policy>

/** Policies of one level of the organization by their ids (`p-...`). */
const level = z.record(z.string(), policy)

const organization = z.strictObject({
	id: z.string().regex(/^o-[a-z0-9]+$/),
	managementAccountId: z.string(),
	/** Root first. Each level must allow, as Organizations asks for. */
	scps: z.array(level),
	rcps: z.array(level),
})

const role = z.strictObject({
	trust: document,
	policies: z.record(z.string(), policy),
	boundary: z.strictObject({ name: z.string(), policy }).nullable().default(null),
	maxSessionSeconds: z.int().default(3600),
})

const bucket = z.strictObject({
	region: z.string(),
	versioned: z.boolean().default(false),
	policy: policy.nullable().default(null),
	keyId: z.string().nullable().default(null),
	/** Source ids whose data and sync reports lie here. */
	sources: z.array(z.string()),
	/** Cluster ids whose logs lie here. */
	logsOf: z.array(z.string()),
	/** What the latest sync reports say went wrong; null: they finished. */
	failing: z.strictObject({ code: z.string(), error: z.string() }).nullable().default(null),
})
export type BucketFile = z.infer<typeof bucket>

const database = z.strictObject({ region: z.string(), bucket: z.string(), sourceId: z.string() })

const grant = z.strictObject({
	principalArn: z.string(),
	database: z.string().nullable(),
	table: z.string().nullable(),
	permissions: z.array(z.string()),
})

const cluster = z.strictObject({
	region: z.string(),
	bucket: z.string(),
	state: z.enum(['RUNNING', 'WAITING', 'TERMINATED']).default('WAITING'),
	stateChangeCode: z.string().nullable().default(null),
	stateChangeMessage: z.string().default('Cluster ready to run steps.'),
	tags: z.record(z.string(), z.string()),
	/** Days since it ended, of an ended one. */
	endedDaysAgo: z.number().nullable().default(null),
})
export type ClusterFile = z.infer<typeof cluster>

/** How one account of the world is written down in standin/world/customers. Maps, so that a fix can name what it changes. */
export const accountFileSchema = z.strictObject({
	id: z.string().regex(/^[a-z-]+$/),
	accountId: z.string().regex(/^\d{12}$/),
	trouble: z.string().nullable(),
	wording: z.enum(['old', 'new']),
	organization: organization.nullable().default(null),
	/** Null: all. */
	enabledRegions: z.array(z.string()).nullable().default(null),
	roles: z.record(z.string(), role),
	keys: z.record(z.string(), z.strictObject({ region: z.string(), policy })).default({}),
	buckets: z.record(z.string(), bucket),
	databases: z.record(z.string(), database),
	/** By region. */
	lakeFormation: z
		.record(z.string(), z.strictObject({ wording: z.enum(['old', 'new']), grants: z.array(grant) }))
		.default({}),
	clusters: z.record(z.string(), cluster),
	/** What lifts the trouble, by name: a merge patch (RFC 7396) on this file. */
	fixes: z.record(z.string(), z.strictObject({ does: z.string(), patch: document })),
})
export type AccountFile = z.infer<typeof accountFileSchema>

/** RFC 7396: members of the patch replace, null removes, objects are merged. */
export function mergePatch(target: unknown, patch: unknown): unknown {
	if (!isObject(patch)) return patch
	const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
	for (const [name, value] of Object.entries(patch)) {
		if (value === null) delete merged[name]
		else merged[name] = mergePatch(merged[name], value)
	}
	return merged
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
