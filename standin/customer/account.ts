import type { NamedPolicy } from './policy.ts'

/** Times in this file are epoch milliseconds of the world's clock. */
export type CustomerAccount = {
	/** `harbor`: the part of the source id before its dash. Of our own accounts the account id. */
	id: string
	accountId: string
	/** What is wrong here, for people; null when nothing is. */
	trouble: string | null
	/** Old texts name no policy ARN and sometimes no layer. */
	wording: 'old' | 'new'
	/** Levels of the organization, root first; empty when the account is in none. */
	scps: NamedPolicy[][]
	rcps: NamedPolicy[][]
	/** Null: every region. */
	enabledRegions: string[] | null
	/** By ARN. */
	roles: Map<string, Role>
	/** By ARN. */
	users: Map<string, User>
	/** By name. Buckets that this account owns. */
	buckets: Map<string, Bucket>
	/** By ARN. */
	keys: Map<string, Key>
	/** By region. A region without an entry has an empty catalog. */
	catalogs: Map<string, Catalog>
	/** By id. */
	clusters: Map<string, Cluster>
}

export type Role = {
	arn: string
	name: string
	roleId: string
	trust: unknown
	policies: NamedPolicy[]
	boundary: NamedPolicy | null
	maxSessionSeconds: number
}

export type User = { arn: string; name: string; userId: string; policies: NamedPolicy[] }

export type Bucket = {
	name: string
	region: string
	accountId: string
	versioned: boolean
	policy: NamedPolicy | null
	/** ARN of the key that objects get by default; null for S3's own encryption. */
	keyArn: string | null
	/** By key, versions oldest first; the last one is the current. An unversioned bucket holds one version per key. */
	objects: Map<string, ObjectVersion[]>
	/** By upload id. */
	uploads: Map<string, Upload>
}

export type ObjectVersion = {
	/** The text `null` in a bucket without versioning. */
	versionId: string
	/** Null: a delete marker. */
	body: Buffer | null
	/** Without quotes. */
	etag: string
	contentType: string
	lastModified: number
	keyArn: string | null
}

export type Upload = {
	uploadId: string
	key: string
	initiatedAt: number
	/** Session ARN of who began it. */
	initiator: string
	keyArn: string | null
	contentType: string
	parts: Map<number, { etag: string; body: Buffer; lastModified: number }>
}

export type Key = { arn: string; keyId: string; enabled: boolean; policy: NamedPolicy }

export type Catalog = {
	databases: Map<string, Database>
	/** Null: Lake Formation governs nothing here, IAM alone decides. */
	lakeFormation: LakeFormation | null
}

export type LakeFormation = {
	/** Which text generation Lake Formation itself speaks. */
	wording: 'old' | 'new'
	grants: LakeFormationGrant[]
}

/** `database` null: on the catalog; `table` null: on the database; `*`: on every table of it. */
type LakeFormationGrant = {
	principalArn: string
	database: string | null
	table: string | null
	/** As Lake Formation spells them: CREATE_DATABASE, CREATE_TABLE, DESCRIBE, ALTER, DROP, SELECT, INSERT, DELETE, ALL. */
	permissions: string[]
}

export type Database = {
	name: string
	locationUri: string
	createdAt: number
	tables: Map<string, Table>
}

export type Column = { name: string; type: string }

export type Table = {
	name: string
	location: string
	columns: Column[]
	partitionKeys: Column[]
	createdAt: number
	updatedAt: number
	/** Number of the current version, counted from 0; older ones in `oldVersions`. */
	version: number
	oldVersions: { version: number; columns: Column[] }[]
	/** By values joined with `/`. */
	partitions: Map<string, Partition>
}

export type Partition = { values: string[]; location: string; createdAt: number }

export type Cluster = {
	id: string
	arn: string
	name: string
	region: string
	/** As EMR spells it; the world may set one that no client knows. */
	state: string
	/** When it began; null: with the next call. */
	since: number | null
	/** `USER_REQUEST`, `ALL_STEPS_COMPLETED`, `VALIDATION_ERROR` ...; null where EMR gives none. */
	stateChangeCode: string | null
	stateChangeMessage: string
	createdAt: number
	readyAt: number | null
	endedAt: number | null
	errors: { code: string; message: string; data: Record<string, string>[] }[]
	tags: Record<string, string>
	/** `INSTANCE_GROUP` or `INSTANCE_FLEET`. */
	collection: string
	/** Of its groups; null: as its own state has it. */
	groupState: string | null
	releaseLabel: string
	applications: { name: string; version: string }[]
	/** `s3://BUCKET/logs/` */
	logUri: string
	serviceRole: string
	autoScalingRole: string
	instanceProfile: string
	subnetId: string
	masterPublicDnsName: string
	/** ListSteps leaves out steps that are younger. */
	listLagMs: number
	/** How long after a step began its logs are in the bucket; null: never. */
	logsAfterMs: number | null
	/** What becomes of the next steps that are submitted, one each. `ms` null: it hangs; left out: as its kind does. */
	nextSteps: { ms?: number | null | undefined; failure: Failure | null; outlivesCancel?: boolean | undefined }[]
	/** Oldest first. */
	steps: Step[]
}

export type Step = {
	id: string
	name: string
	actionOnFailure: string
	jar: string
	mainClass: string | null
	args: string[]
	properties: Record<string, string>
	state: string
	/** How long it runs once it has begun, and how that ends; null: it hangs. Milliseconds. */
	runs: { ms: number; failure: Failure | null } | null
	createdAt: number
	startedAt: number | null
	endedAt: number | null
	/** When cancelling it was asked for. */
	cancelledAt: number | null
	/** Being cancelled, it goes on to the end that it would have had: COMPLETED, FAILED, or none where it hangs. */
	outlivesCancel: boolean
	/** Null unless it failed. */
	failure: Failure | null
	/** Of a step that replays; null of any other. */
	job: ReplayRun | null
	/** When its logs were pushed into the bucket last. */
	loggedAt: number | null
}

/** What a step that replays has done so far. */
export type ReplayRun = {
	/** `failed`: after it had taken the claim. */
	did: 'nothing' | 'claimed' | 'found it claimed' | 'loaded' | 'failed'
	rows: number | null
	/** What it printed before it died. */
	stderr: string | null
}

/** Shapes that EMR leaves half empty: every member may be missing. */
export type Failure = { reason?: string; message?: string; logFile?: string }

/** Every account of the world, ours included. */
export type CustomerWorld = {
	/** By account id. */
	account(accountId: string): CustomerAccount | undefined
	accounts(): readonly CustomerAccount[]
	/** Bucket names are one space for all accounts; the bucket says whose it is. */
	bucket(name: string): Bucket | undefined
	/** Whether an operation looks at rights or at its input first, as turned by `POST /_world/aws`. `authorize-first` unless turned. */
	order(operation: string): 'authorize-first' | 'validate-first'
}
