import type { AwsService } from './call.ts'

/** One call as the account's own trail would show it, and what it changed. */
type CallRecord = {
	/** Counts from 1, so that a reader can ask for what came after. */
	number: number
	/** ISO time of the world's clock. */
	at: string
	/** The account concerned: the role's of an AssumeRole, else the caller's. Null when nobody was made out. */
	accountId: string | null
	service: AwsService
	region: string | null
	operation: string
	/** Session or user ARN; null as above. */
	caller: string | null
	/** Method, target and, of JSON and form calls, the body: cut at 4,096 characters. */
	input: string
	requestId: string
	/** Null: never answered (hung). */
	status: number | null
	/** Error code; null when the call succeeded. */
	code: string | null
	message: string | null
	changed: string[]
}

/** The oldest are forgotten above this, so that a long bench does not fill the memory. */
const KEPT = 50_000

export type CallLog = {
	/** Opens a record at once, so that hung calls are in it too; the answer fills it. */
	open(record: Omit<CallRecord, 'number'>): CallRecord
	/** `account`: an account id; `since`: the number after which to begin. */
	read(filter: { accountId: string | null; since: number }): CallRecord[]
	reset(): void
}

export function createCallLog(): CallLog {
	let records: CallRecord[] = []
	let last = 0
	return {
		open(record) {
			last += 1
			const opened = { number: last, ...record }
			records.push(opened)
			if (records.length > KEPT) records = records.slice(KEPT / 2)
			return opened
		},
		read: ({ accountId, since }) =>
			records.filter((each) => each.number > since && (accountId === null || each.accountId === accountId)),
		reset() {
			records = []
		},
	}
}
