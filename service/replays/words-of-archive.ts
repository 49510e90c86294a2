import type { AwsFailure, AwsRefusal } from '../aws/ports.ts'

/** Refusals whose meaning is known (Amazon S3 API reference, error responses). */
const REFUSALS: Partial<Record<string, string>> = {
	AccessDenied:
		'Sluice’s own archive-reader role may not list the archive of this source: whoever runs Sluice grants it, or an admin corrects the archive in the settings of the source.',
	NoSuchBucket: 'The archive bucket of this source does not exist: an admin corrects it in the settings of the source.',
	PermanentRedirect: 'The archive of this source lies in a region in which Sluice does not run.',
	AuthorizationHeaderMalformed: 'The archive of this source lies in a region in which Sluice does not run.',
}

const FAILURES: Record<AwsFailure['cause'], string> = {
	timeout: 'S3 gave no answer in time',
	network: 'S3 could not be reached',
	throttled: 'S3 throttled each try',
	server: 'S3 failed to answer',
	'circuit-open': 'S3 gave no answers lately',
	ours: 'Sluice could not use its own archive-reader role',
}

/** Why the archive could not be listed, for every reader: no name of a bucket or role. Null: it took too long. */
export function failureOfArchive(answer: AwsRefusal | AwsFailure | null): string {
	if (answer === null) return 'The archive could not be listed within 10 minutes: plan a shorter range.'
	if (answer.kind === 'failed')
		return `The archive could not be listed, since ${FAILURES[answer.cause]}: plan it again.`
	return REFUSALS[answer.code] ?? `The archive could not be listed: S3 answered ${answer.code}.`
}

export const emptyArchive = (from: string, to: string) =>
	from === to ? `The archive holds no events of ${from}.` : `The archive holds no events from ${from} to ${to}.`
