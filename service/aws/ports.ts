/** What domain code knows of AWS. Nothing here imports the SDK. */

export type AwsService = 'sts' | 's3' | 'glue' | 'emr'

/** An API operation as it is called, for example `glue:GetTable`. */
export type AwsOperation =
	| `s3:${'HeadBucket' | 'ListObjectsV2' | 'GetObject' | 'DeleteObject' | 'CreateMultipartUpload' | 'AbortMultipartUpload' | 'ListMultipartUploads'}`
	| `glue:${GlueOperation}`
	| `emr:${'DescribeCluster' | 'DescribeStep' | 'AddJobFlowSteps' | 'CancelSteps' | 'AddTags' | 'ListSteps' | 'ListClusters' | 'ListInstanceGroups'}`

export type GlueOperation =
	| 'GetTables'
	| 'GetTable'
	| 'GetTableVersion'
	| 'GetTableVersions'
	| 'GetPartition'
	| 'GetPartitions'
	| 'BatchGetPartition'
	| 'CreateDatabase'
	| 'CreateTable'
	| 'UpdateTable'
	| 'DeleteTable'
	| 'BatchDeleteTable'
	| 'DeleteTableVersion'
	| 'BatchDeleteTableVersion'
	| 'CreatePartition'
	| 'BatchCreatePartition'
	| 'UpdatePartition'
	| 'DeletePartition'
	| 'BatchDeletePartition'

/**
 * What came of one call.
 * `ok`: AWS did it; `value` is the SDK's output as unknown JSON-like data: parse it before use. Times are Dates; the body
 * of an object is text, or null above 1 MiB.
 * `refused`: AWS answered with an error of its own; what it means is for the caller to say. An answer to HEAD has no body,
 * hence an empty `message`, and its code is made from the status: `PermanentRedirect` `BadRequest` `Forbidden` `NotFound`
 * `MethodNotAllowed` `PreconditionFailed`, else `HTTP<status>`.
 * `failed`: nothing was learned. `ours` are errors of our own credentials, clock or request form.
 */
export type AwsAnswer<T = unknown> = Answered & ({ kind: 'ok'; value: T } | AwsRefusal | AwsFailure)
type Answered = {
	/** Null when no answer came. */
	httpStatus: number | null
	requestId: string | null
	/** The region that S3 names in `x-amz-bucket-region`, also beside a refusal. */
	bucketRegion: string | null
	/** AWS's own time when it answered; null when no answer told it. */
	date: Date | null
	/** From asking to the last answer: waiting for its turn and repeating included. */
	durationMs: number
}
export type AwsRefusal = { kind: 'refused'; code: string; message: string }
export type AwsFailure = {
	kind: 'failed'
	cause: 'timeout' | 'network' | 'throttled' | 'server' | 'circuit-open' | 'ours'
	code: string | null
	message: string
}

/** A statement of a session policy. */
export type PolicyStatement = {
	Effect: 'Allow' | 'Deny'
	Action: string[]
	Resource: string[]
	Condition?: Record<string, Record<string, string | string[]>>
}

export type AssumeRequest = {
	/** Which of our roles asks: null for the usual one, else one of the older principals of the settings. */
	principalArn: string | null
	roleArn: string
	region: string
	/** Null: ask without one, which a sound trust policy refuses. */
	externalId: string | null
	/** Already legal: see `sessionNameOf`. */
	sessionName: string
	/** The safety belt: what the session may do at most. */
	belt: readonly PolicyStatement[]
}

/** A session in the customer's account. The credentials stay inside service/aws. */
export type RoleSession = { readonly roleArn: string; readonly accountId: string; readonly region: string }

/** `signedAt`: the time in the signature, in whole seconds, instead of the time at which the call leaves. */
export type CallOptions = { signedAt?: Date }

/** The only way into a customer's account. Never throws for what AWS or the network answers. */
export type CustomerAccess = {
	/** 900 s, never reused between checks. The answer's value is the open session. */
	assume(request: AssumeRequest): Promise<AwsAnswer<RoleSession>>
	/** One call in a session. Reads are retried when throttled; what writes is sent once. */
	call(
		session: RoleSession,
		operation: AwsOperation,
		input: Record<string, unknown>,
		options?: CallOptions,
	): Promise<AwsAnswer>
	/** The principals that customers trust, the usual one first: ARNs as a trust policy names them. */
	readonly principals: readonly string[]
}

/** One object of an archive. Bytes as they lie there. */
export type ArchiveObject = { key: string; bytes: number }

/** At most 1,000 objects in the order of their keys; `next` continues after them, null on the last page. */
export type ArchivePage = { objects: ArchiveObject[]; next: string | null }

/** Our own archives of events, read with a role of ours that may read them and nothing else. */
export type ArchiveReader = {
	/** One page of the objects whose keys begin with `prefix`. Never throws for what AWS or the network answers. */
	list(place: { bucket: string; prefix: string }, after: string | null): Promise<AwsAnswer<ArchivePage>>
}
