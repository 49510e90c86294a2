import { z } from 'zod'
import { parseFields } from '../world/knobs.ts'
import type { CustomerAccount } from './account.ts'
import type { CallLog } from './call-log.ts'
import { turnCluster } from './emr/knob.ts'
import { replaysIn } from './emr/replays.ts'
import type { Customer, Customers } from './world.ts'

const fixSchema = z.object({ fix: z.string({ error: 'must be the name of a fix' }) })

/** What `/_world` shows of the customers' accounts and changes in them. */
export type CustomerControls = {
	/** JSON of a GET below `/_world/`; undefined for a path that is none of these. */
	read(path: string, query: URLSearchParams): unknown
	/** Null, a sentence that names the field, or undefined as above. */
	change(path: string, json: unknown): string | null | undefined
	reset(): void
}

export function createControls(customers: Customers, log: CallLog): CustomerControls {
	const byIdOrNumber = (text: string) => customers.find(text)?.account.accountId ?? text
	return {
		read(path, query) {
			customers.catchUp()
			if (path === 'customers') return customers.list().map(summary)
			if (path === 'replays') return replaysIn(customers.accounts())
			if (path === 'calls') {
				const account = query.get('account')
				const since = Number(query.get('since') ?? 0) || 0
				return log.read({ accountId: account === null ? null : byIdOrNumber(account), since })
			}
			const customer = customers.find(/^customers\/([\w-]+)$/.exec(path)?.[1] ?? '')
			return customer ? { ...summary(customer), ...state(customer.account) } : undefined
		},
		change(path, json) {
			customers.catchUp()
			const clusterId = /^clusters\/([\w-]+)$/.exec(path)?.[1]
			if (clusterId !== undefined) {
				const cluster = customers
					.accounts()
					.find(({ clusters }) => clusters.has(clusterId))
					?.clusters.get(clusterId)
				return cluster ? turnCluster(cluster, json) : `${clusterId}: no customer has such a cluster`
			}
			const id = /^customers\/([\w-]+)$/.exec(path)?.[1]
			if (id === undefined) return undefined
			const parsed = parseFields(fixSchema, json)
			return 'error' in parsed ? parsed.error : customers.fix(id, parsed.value.fix)
		},
		reset() {
			customers.reset()
			log.reset()
		},
	}
}

const summary = ({ file, account }: Customer) => ({
	id: file.id,
	accountId: file.accountId,
	trouble: account.trouble,
	fixes: Object.entries(file.fixes).map(([name, { does }]) => ({ name, does })),
})

/** Everything that a call could change, so that two pictures of it show whether one did. */
const state = ({ buckets, catalogs, clusters }: CustomerAccount) => ({
	buckets: [...buckets.values()].map(({ name, region, versioned, objects, uploads }) => ({
		name,
		region,
		versioned,
		objects: [...objects.keys()].filter((key) => objects.get(key)?.at(-1)?.body),
		versions: [...objects].flatMap(([key, versions]) =>
			versions.map(({ versionId, etag, body }) => ({ key, versionId, etag, deleteMarker: body === null })),
		),
		uploads: [...uploads.values()].map(({ uploadId, key, parts }) => ({ uploadId, key, parts: parts.size })),
	})),
	catalogs: [...catalogs].map(([region, { databases }]) => ({
		region,
		databases: [...databases.values()].map(({ name, tables }) => ({
			name,
			tables: [...tables.values()].map((table) => ({
				name: table.name,
				version: table.version,
				versions: [...table.oldVersions.map(({ version }) => version), table.version],
				partitions: [...table.partitions.keys()],
			})),
		})),
	})),
	clusters: [...clusters.values()].map(({ id, name, region, state: clusterState, tags, steps }) => ({
		id,
		name,
		region,
		state: clusterState,
		tags,
		steps: steps.map((step) => ({ id: step.id, name: step.name, state: step.state })),
	})),
})
