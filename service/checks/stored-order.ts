import type { Kysely } from 'kysely'
import { sessionNameOf } from '../aws/session-name.ts'
import { sourcesOfWorkspace } from '../sources/public.ts'
import type { CheckRecord, Database } from '../store/schema.ts'
import type { CheckOrder } from './order.ts'

/** A stored check as an order, with what the other sources of its workspace know about the same account. */
export async function storedOrder(db: Kysely<Database>, record: CheckRecord): Promise<CheckOrder> {
	const { target, requester } = record
	const siblings = (await sourcesOfWorkspace(db, target.workspaceId)).filter(
		({ source_id, settings }) => source_id !== record.source_id && settings.catalogId === target.catalogId,
	)
	const others = new Map(
		siblings.flatMap(({ source_id, settings }) =>
			[source_id, ...settings.externalIds].map((externalId) => [externalId, source_id] as const),
		),
	)
	for (const externalId of target.externalIds) others.delete(externalId)
	const roles = new Set(siblings.map(({ settings }) => settings.roleArn))
	roles.delete(target.roleArn)
	return {
		checkId: record.check_id,
		profile: record.profile,
		target: { ...target, sourceId: record.source_id, customer: record.customer },
		sessionName: sessionNameOf(requester.person, requester.requestId),
		otherIds: [...others].map(([externalId, sourceId]) => ({ externalId, sourceId })),
		siblingRoleArns: [...roles],
	}
}
