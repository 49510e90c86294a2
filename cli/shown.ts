/** What people read first of lists and reports; of others all is shown. CSV and JSON hold all of everything. */
export const SHOWN: Readonly<Record<string, readonly string[]>> = {
	'sources.list': ['sourceId', 'customer', 'region', 'clusterId', 'lastCheck.verdict', 'lastCheck.finishedAt'],
	'checks.list': ['checkId', 'sourceId', 'profile', 'status', 'verdict', 'requestedBy', 'requestedAt'],
	'checks.get': ['customer', 'sourceId', 'profile', 'status', 'failure', 'requestedBy', 'finishedAt', 'ticket'],
	'clusters.get': [
		...['clusterId', 'customer', 'sourceId', 'region', 'verdict', 'nextAction', 'addressee', 'failure', 'fetchedAt'],
		...[
			'cluster.state',
			'cluster.stateMeaning',
			'cluster.reason.code',
			'cluster.reason.message',
			'cluster.releaseLabel',
		],
		...[
			'cluster.timeline.createdAt',
			'cluster.timeline.readyAt',
			'cluster.timeline.endedAt',
			'cluster.vendorTag.found',
		],
		...['instances.needs', 'instances.note', 'steps.note'],
	],
	'clusters.list': ['clusterId', 'sourceId', 'customer', 'state', 'verdict', 'fetchedAt'],
	'replays.list': [
		...['replayId', 'sourceId', 'customer', 'status', 'from', 'to', 'days', 'progress.done', 'progress.total'],
		...['requestedBy', 'requestedAt'],
	],
	'replays.getPlan': [
		...['planId', 'customer', 'sourceId', 'region', 'clusterId', 'database', 'status', 'failure', 'from', 'to'],
		...['select', 'events', 'totals.days', 'totals.partitions', 'totals.objects', 'totals.bytes'],
		...['preflight.verdict', 'preflight.checkId', 'recoveryMeaning', 'limit.usedDays', 'limit.days'],
		...['limit.usedBytes', 'limit.bytes', 'limit.because'],
		...['submittable.because', 'submittable.fix', 'replayId', 'requestedBy', 'requestedAt', 'ticket', 'digest'],
	],
	'replays.get': [
		...['replayId', 'customer', 'sourceId', 'region', 'clusterId', 'status', 'failure', 'from', 'to', 'select'],
		...['events', 'days', 'partitions', 'objects', 'bytes', 'progress.done', 'progress.total'],
		...['approval.because', 'approval.decision', 'approval.by', 'approval.reason', 'acknowledged'],
		...[
			'cancellation.meaning',
			'recoveryMeaning',
			'requestedBy',
			'requestedAt',
			'endedAt',
			'ticket',
			'planId',
			'digest',
		],
	],
}
/** Lists inside a report, with their columns; what is not named here is left to the console. */
export const PARTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
	'checks.get': { findings: ['outcome', 'action', 'layer', 'headline'], advice: ['title', 'findingIds'] },
	'clusters.get': {
		'cluster.tags': ['key', 'value'],
		'steps.items': ['stepId', 'state', 'submittedBy', 'submittedAt', 'timeline.endedAt', 'name', 'failure.reason'],
	},
	'replays.getPlan': {
		parts: ['position', 'from', 'to', 'days', 'objects', 'bytes'],
		'preflight.notProvable': ['findingId', 'action', 'headline'],
	},
	'replays.get': {
		parts: ['position', 'from', 'to', 'state', 'stepId', 'stepState', 'submissions', 'rows', 'failure.meaning'],
		history: ['at', 'person', 'text'],
	},
}
/** The list that a report is about. */
export const MAIN_PART: Readonly<Record<string, string>> = {
	'checks.get': 'findings',
	'replays.getPlan': 'days',
	'replays.get': 'parts',
}
