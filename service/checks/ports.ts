import type { Finding, TrustTry } from '../../lib/contract/check-report.ts'
import type { AwsOperation, CustomerAccess } from '../aws/ports.ts'

/**
 * Whether an API authorizes before it validates, as a control session showed: then its validation error proves the right.
 * Kept for each operation and region, since it is a property of AWS and not of a customer.
 */
export type SoundnessCache = {
	find(operation: AwsOperation, region: string): Promise<{ sound: boolean; calibratedAt: Date } | null>
	keep(operation: AwsOperation, region: string, sound: boolean): Promise<void>
}

/** All that is needed to end an upload later without the order it belonged to. */
export type RecordedUpload = {
	checkId: string
	roleArn: string
	region: string
	/** The one the role accepted; null: it accepts being asked without. */
	externalId: string | null
	sessionName: string
	/** The account that must own the bucket. */
	catalogId: string
	bucket: string
	/** Random: no two uploads share one. */
	key: string
	/** ISO time. A request signed then can still take effect a quarter of an hour later. */
	openedAt: string
}

/** Uploads that a probe opens in customers' buckets, so that none is left open by a worker that was killed. */
export type UploadLedger = {
	/** Durable when it resolves: called before the upload is asked for. */
	opening(upload: RecordedUpload): Promise<void>
	/** The bucket holds no upload of this key any more, or never held one. */
	ended(checkId: string, key: string): Promise<void>
	/** Those not ended, of one check or of all checks that no longer run. */
	open(checkId?: string): Promise<RecordedUpload[]>
}

/** Ways of asking for a role that were tried. Each is a line in the customer's CloudTrail, so none is repeated within a day. */
export type TrustTries = {
	/** The latest of each way of asking, not older than `since`. */
	recent(roleArn: string, since: Date): Promise<TrustTry[]>
	add(roleArn: string, tries: TrustTry[]): Promise<void>
}

export type CheckPorts = {
	access: CustomerAccess
	soundness: SoundnessCache
	uploads: UploadLedger
	tries: TrustTries
	now: () => Date
}

/** Hears of a run while it goes on. */
export type CheckReporter = {
	/** How many findings there will be; called once, first. */
	total(count: number): void
	/** Called once for each finding, as soon as it is known. */
	found(finding: Finding): Promise<void>
	/** A bug of ours made one probe an `error`: for the log, since the run goes on. */
	broke(findingId: string, error: unknown): void
}
