/** Where the lake's syncs leave their reports. */
export const REPORTS = 'segment-data/reports/'

/** `day`: of the end of the run, in UTC. A replay's run is named by the token of its part. */
export const reportKey = (day: string, sourceId: string, token: string) =>
	`${REPORTS}day=${day}/source=${sourceId}/run_id=${token}/report.json`
