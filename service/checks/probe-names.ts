import { randomBytes, randomUUID } from 'node:crypto'

/** Names that exist nowhere, one set for each run. All are well-formed: a malformed name is refused before any policy is read. */
export type ProbeNames = {
	/** Under the staging prefix, whose lifecycle rule ends what is left open. */
	stageKey: string
	/** Under the data prefix. */
	dataKey: string
	/** Of no upload. */
	uploadId: string
	table: string
	database: string
	stepId: string
	/** A stranger's external id. */
	externalId: string
}

export const PROBE_PREFIX = 'segment-stage/.sluice-probe-'

export function newProbeNames(): ProbeNames {
	return {
		stageKey: `${PROBE_PREFIX}${randomUUID()}`,
		dataKey: `segment-data/.sluice-probe-${randomUUID()}`,
		uploadId: randomBytes(48).toString('base64url'),
		table: `sluice_probe_${randomBytes(6).toString('hex')}`,
		database: `sluice_probe_${randomBytes(6).toString('hex')}`,
		stepId: `s-${randomBytes(7).toString('hex').toUpperCase().slice(0, 13)}`,
		externalId: `sluice-probe-${randomUUID()}`,
	}
}
