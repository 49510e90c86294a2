import { readFileSync } from 'node:fs'
import type { Bucket, Catalog, CustomerAccount, Key, Role } from './account.ts'
import type { AccountFile, PolicyText } from './account-file.ts'
import { clusterOf, instanceRoleArn } from './cluster.ts'
import { fillBucket, reportDatabase, sourceDatabase } from './lake.ts'
import type { NamedPolicy } from './policy.ts'
import { roleIdOf } from './seed.ts'

const POLICIES = new URL('../world/policies/', import.meta.url)
const FULL_ACCESS = 'p-FullAWSAccess'

/** The account that a file describes, furnished as of `now`. */
export function buildAccount(file: AccountFile, now: number): CustomerAccount {
	const { accountId } = file
	const clusters = new Map(
		Object.entries(file.clusters).map(([id, each]) => [id, clusterOf(accountId, id, each, now)] as const),
	)
	return {
		id: file.id,
		accountId,
		trouble: file.trouble,
		wording: file.wording,
		scps: levels(file, 'service_control_policy'),
		rcps: levels(file, 'resource_control_policy'),
		enabledRegions: file.enabledRegions,
		roles: byArn([
			...(clusters.size > 0 ? [instanceRole(file)] : []),
			...Object.entries(file.roles).map(([name, each]) => roleOf(accountId, name, each)),
		]),
		users: new Map(),
		keys: byArn(Object.entries(file.keys).map(([keyId, each]) => keyOf(accountId, keyId, each))),
		buckets: new Map(
			Object.entries(file.buckets).map(([name, each]) => {
				const bucket = emptyBucket(accountId, name, each)
				fillBucket(bucket, each, clusters, now)
				return [name, bucket]
			}),
		),
		catalogs: catalogsOf(file, now),
		clusters,
	}
}

function resolvePolicy(text: PolicyText, accountId: string): unknown {
	if ('document' in text) return text.document
	const values: Record<string, string | undefined> = { account: accountId, region: text.region, bucket: text.bucket }
	const shared = readFileSync(new URL(`${text.shared}.json`, POLICIES), 'utf8')
	const filled = shared.replaceAll(/\$\{(account|region|bucket)\}/g, (_, name: string) => {
		const value = values[name]
		if (value === undefined) throw new Error(`account ${accountId}: policy ${text.shared} needs a ${name}`)
		return value
	})
	return JSON.parse(filled)
}

function levels({ organization, accountId }: AccountFile, kind: string): NamedPolicy[][] {
	if (organization === null) return []
	const { id, managementAccountId } = organization
	const list = kind === 'service_control_policy' ? organization.scps : organization.rcps
	return list.map((level) =>
		Object.entries(level).map(([policyId, text]) => ({
			arn:
				policyId === FULL_ACCESS
					? `arn:aws:organizations::aws:policy/${kind}/${policyId}`
					: `arn:aws:organizations::${managementAccountId}:policy/${id}/${kind}/${policyId}`,
			document: resolvePolicy(text, accountId),
		})),
	)
}

function roleOf(accountId: string, name: string, file: AccountFile['roles'][string]): Role {
	const arn = `arn:aws:iam::${accountId}:role/${name}`
	const managed = (policyName: string, text: PolicyText): NamedPolicy => ({
		arn: `arn:aws:iam::${accountId}:policy/${policyName}`,
		document: resolvePolicy(text, accountId),
	})
	return {
		arn,
		name: name.slice(name.lastIndexOf('/') + 1),
		roleId: roleIdOf(arn),
		trust: file.trust,
		policies: Object.entries(file.policies).map(([policyName, text]) => managed(policyName, text)),
		boundary: file.boundary && managed(file.boundary.name, file.boundary.policy),
		maxSessionSeconds: file.maxSessionSeconds,
	}
}

/** What jobs on the clusters may do, as the product's Terraform sets it up; a role of the same name in the file wins. */
function instanceRole({ accountId, buckets, clusters }: AccountFile): Role {
	const arn = instanceRoleArn(accountId)
	const own = new Set([...Object.keys(buckets), ...Object.values(clusters).map(({ bucket }) => bucket)])
	const policies = [...own].map((bucket) => [`${bucket}-jobs`, { shared: 'instance-profile', bucket }] as const)
	return roleOf(accountId, arn.slice(arn.indexOf('/') + 1), {
		trust: {
			Version: '2012-10-17',
			Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
		},
		policies: Object.fromEntries(policies),
		boundary: null,
		maxSessionSeconds: 3_600,
	})
}

function keyOf(accountId: string, keyId: string, { region, policy }: AccountFile['keys'][string]): Key {
	const arn = `arn:aws:kms:${region}:${accountId}:key/${keyId}`
	return { arn, keyId, enabled: true, policy: { arn: null, document: resolvePolicy(policy, accountId) } }
}

function emptyBucket(accountId: string, name: string, file: AccountFile['buckets'][string]): Bucket {
	const { region, versioned, policy, keyId } = file
	return {
		name,
		region,
		accountId,
		versioned,
		policy: policy && { arn: null, document: resolvePolicy(policy, accountId) },
		keyArn: keyId && `arn:aws:kms:${region}:${accountId}:key/${keyId}`,
		objects: new Map(),
		uploads: new Map(),
	}
}

function catalogsOf({ databases, lakeFormation }: AccountFile, now: number): Map<string, Catalog> {
	const catalogs = new Map<string, Catalog>()
	for (const [name, { region, bucket, sourceId }] of Object.entries(databases)) {
		const reports = reportDatabase(bucket, now)
		const fresh: Catalog = {
			databases: new Map([[reports.name, reports]]),
			lakeFormation: lakeFormation[region] ?? null,
		}
		const catalog = catalogs.get(region) ?? fresh
		catalogs.set(region, catalog)
		catalog.databases.set(name, sourceDatabase(name, bucket, sourceId, now))
	}
	return catalogs
}

const byArn = <T extends { arn: string }>(items: T[]): Map<string, T> => new Map(items.map((item) => [item.arn, item]))
