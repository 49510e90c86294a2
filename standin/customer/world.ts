import { readdirSync, readFileSync } from 'node:fs'
import type { Clock } from '../world/clock.ts'
import type { CustomerAccount, CustomerWorld } from './account.ts'
import { type AccountFile, accountFileSchema, mergePatch } from './account-file.ts'
import { buildAccount } from './build.ts'
import { bringToPresent } from './emr/present.ts'

const FOLDER = new URL('../world/customers/', import.meta.url)

const HOUR = 3_600_000

/** One file of the world, and the account as it stands now. */
export type Customer = { file: AccountFile; account: CustomerAccount }

export type Customers = CustomerWorld & {
	/** Customers only, in the order of their files; null when there is no such id. */
	list(): readonly Customer[]
	find(id: string): Customer | null
	/** Applies a fix by name: null, or a sentence that says which there are. */
	fix(id: string, name: string): string | null
	setOrder(orders: Record<string, 'authorize-first' | 'validate-first'>): void
	orders(): Record<string, string>
	/** Something that happens `ms` from now by the world's clock; `act` is told that moment. */
	later(ms: number, act: (at: number) => void): void
	/** Brings the world to where it is now: whoever looks at it or changes it calls this first. */
	catchUp(): void
	reset(): void
}

/** Reads every account file. `own` are our accounts, which have roles and nothing else. */
export function loadCustomers(clock: Clock, own: readonly CustomerAccount[]): Customers {
	const files = readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => accountFileSchema.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))))
	// The full hour, so that a reset brings back the very same ids and versions.
	const hour = () => Math.floor(clock.now() / HOUR) * HOUR
	const fresh = (): Customer[] => files.map((file) => ({ file, account: buildAccount(file, hour()) }))
	// Made once: an archive takes longer to fill than all customers together.
	const ownBuckets = own.flatMap(({ buckets }) => [...buckets.values()])
	const archived = ownBuckets.map(({ objects }) => new Map(objects))
	let customers = fresh()
	let coming: { at: number; act: (at: number) => void }[] = []
	let orders: Record<string, 'authorize-first' | 'validate-first'> = {}
	const accounts = () => [...customers.map(({ account }) => account), ...own]
	const find = (id: string) => customers.find(({ account }) => account.id === id) ?? null
	const world: CustomerWorld = {
		accounts,
		account: (accountId) => accounts().find((account) => account.accountId === accountId),
		bucket(name) {
			for (const { buckets } of accounts()) {
				const bucket = buckets.get(name)
				if (bucket) return bucket
			}
			return undefined
		},
		order: (operation) => orders[operation] ?? 'authorize-first',
	}
	return {
		...world,
		list: () => customers,
		find,
		orders: () => orders,
		setOrder(turned) {
			orders = { ...orders, ...turned }
		},
		fix(id, name) {
			const customer = find(id)
			if (!customer) return `${id}: no such customer; there are ${customers.map(({ file }) => file.id).join(', ')}`
			const fix = customer.file.fixes[name]
			const names = Object.keys(customer.file.fixes)
			if (!fix || !names.includes(name)) {
				return `fix: ${id} has no "${name}"; choose of ${names.join(', ') || 'none, nothing is wrong here'}`
			}
			customer.file = accountFileSchema.parse(mergePatch(customer.file, fix.patch))
			adopt(customer.account, buildAccount(customer.file, hour()), fix.patch)
			return null
		},
		later(ms, act) {
			coming = [...coming, { at: clock.now() + ms, act }].sort((a, b) => a.at - b.at)
		},
		catchUp() {
			const now = clock.now()
			const due = coming.filter(({ at }) => at <= now)
			coming = coming.filter(({ at }) => at > now)
			for (const { at, act } of due) act(at)
			for (const account of accounts()) bringToPresent(account, world, now)
		},
		reset() {
			customers = fresh()
			for (const [index, bucket] of ownBuckets.entries()) {
				bucket.objects = new Map(archived[index])
				bucket.uploads = new Map()
			}
			coming = []
			orders = {}
		},
	}
}

/**
 * Takes over what a patch names. Contents of a bucket stay as calls have left them; a catalog that a patch names is
 * furnished anew.
 */
function adopt(account: CustomerAccount, built: CustomerAccount, patch: Record<string, unknown>): void {
	const { organization, enabledRegions, roles, keys, buckets, databases, lakeFormation, clusters } = patch
	if (organization !== undefined) Object.assign(account, { scps: built.scps, rcps: built.rcps })
	if (enabledRegions !== undefined) account.enabledRegions = built.enabledRegions
	if (roles !== undefined) account.roles = built.roles
	if (keys !== undefined) account.keys = built.keys
	if (databases !== undefined || lakeFormation !== undefined) account.catalogs = built.catalogs
	for (const name of Object.keys(Object(buckets))) {
		const [before, after] = [account.buckets.get(name), built.buckets.get(name)]
		if (!after) account.buckets.delete(name)
		else account.buckets.set(name, before ? { ...after, objects: before.objects, uploads: before.uploads } : after)
	}
	for (const id of Object.keys(Object(clusters))) {
		const [before, after] = [account.clusters.get(id), built.clusters.get(id)]
		if (!after) account.clusters.delete(id)
		else account.clusters.set(id, before ? { ...after, steps: before.steps } : after)
	}
}
