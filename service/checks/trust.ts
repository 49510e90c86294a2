import type { TrustTry } from '../../lib/contract/check-report.ts'
import type { AwsAnswer, PolicyStatement, RoleSession } from '../aws/ports.ts'
import type { Told } from './finding.ts'
import type { CheckOrder } from './order.ts'
import type { CheckPorts } from './ports.ts'
import type { Meaning, ProbedService } from './probe.ts'
import { failed, isDenial } from './reading.ts'

/** Who asks, and whom. */
export type Asker = Pick<CheckOrder, 'target' | 'sessionName'>

export type TrustPorts = Pick<CheckPorts, 'access' | 'tries' | 'now'>

/** A session policy for each service of the profile. */
export type Belts = ReadonlyMap<ProbedService, readonly PolicyStatement[]>

/** How the customer's role answered: `told` holds the answer that decided. */
export type Entry = {
	told: Told & { answer: AwsAnswer<RoleSession> }
	/** The id that was accepted. */
	externalId: string | null
	tries: TrustTry[]
	sessions: ReadonlyMap<ProbedService, AwsAnswer<RoleSession>>
}

/** One way of asking for a role. */
export type Way = Omit<TrustTry, 'accepted' | 'at'>

/** Ways of asking are remembered this long: each refusal is a line in the customer's CloudTrail. */
export const TRIES_KEPT_MS = 24 * 60 * 60 * 1_000

/**
 * Opens one session for each service with the first external id that the role accepts. The first id is nearly always
 * right, so all sessions are asked for at once; with a later id one session is asked for before the others follow.
 */
export async function enter(order: Asker, ports: TrustPorts, belts: Belts): Promise<Entry> {
	const services = [...belts.keys()]
	const tries: TrustTry[] = []
	let decided: Entry['told'] | null = null
	for (const externalId of await likelyFirst(order, ports)) {
		const atOnce = decided === null ? services : services.slice(0, 1)
		const sessions = await open(atOnce, externalId, order, ports, belts)
		decided = { ...deciding([...sessions.values()]), call: 'sts:AssumeRole', input: inputOf(order, externalId) }
		const { answer, at } = decided
		const tried = { ...wayOf(order, ports, externalId), accepted: acceptance(answer), at: at.toISOString() }
		tries.push(tried)
		if (answer.kind === 'ok') {
			if (order.target.externalIds.length > 1) await ports.tries.add(order.target.roleArn, [tried])
			const rest = await open(services.slice(atOnce.length), externalId, order, ports, belts)
			return { told: decided, externalId, tries, sessions: answers(sessions, rest) }
		}
		if (!isRefused(answer)) break
	}
	if (decided === null) throw new Error('an order names at least one external id')
	return { told: decided, externalId: null, tries, sessions: new Map() }
}

/** What the role's answer means for the check. */
export function entryMeaning({ told, externalId }: Entry, { target }: CheckOrder): Meaning {
	const { answer } = told
	if (answer.kind === 'failed') return failed(answer)
	if (answer.kind === 'ok') {
		const whose = externalId === target.workspaceId ? "the workspace's id" : "the source's own id"
		return { is: 'allowed', headline: `The role lets us in with ${whose} as external id.` }
	}
	if (answer.code === 'RegionDisabledException')
		return { is: 'wrong-setting', headline: `The region ${target.region} is not enabled in the customer's account.` }
	if (!isDenial(answer)) return { is: 'error', headline: `STS answered ${answer.code}: the fault is ours.` }
	const headline = 'The role does not let us in with any external id of this source.'
	return { is: 'denied', text: answer.message, likely: 'trust', headline }
}

/** Whether the session is one of the account that the settings name. */
export function accountMeaning({ told: { answer } }: Entry, { target }: CheckOrder): Meaning {
	if (answer.kind !== 'ok') return { is: 'error', headline: 'The role did not let us in.' }
	return answer.value.accountId === target.catalogId
		? { is: 'allowed', headline: 'The role belongs to the account of the settings.' }
		: { is: 'wrong-setting', headline: "The role belongs to another account than the settings' catalog." }
}

/** Refused, rather than not answered. STS names neither the layer nor the cause. */
export const isRefused = (answer: AwsAnswer): boolean => answer.kind === 'refused' && isDenial(answer)

/** Null: nothing was learned. */
export function acceptance(answer: AwsAnswer): boolean | null {
	if (answer.kind === 'ok') return true
	return isRefused(answer) ? false : null
}

export function usualPrincipal({ access }: Pick<TrustPorts, 'access'>): string {
	const [usual] = access.principals
	if (usual === undefined) throw new Error('the settings name at least one principal')
	return usual
}

/** The way a check asks: as our usual principal, for the role of the settings. */
export function wayOf({ target }: Pick<CheckOrder, 'target'>, ports: TrustPorts, externalId: string): Way {
	const of = externalId === target.workspaceId ? 'workspace' : 'this-source'
	return { principalArn: usualPrincipal(ports), roleArn: target.roleArn, externalId, of }
}

/** An id that the role accepted lately comes before those that it refused then. */
async function likelyFirst({ target }: Asker, { tries, now }: TrustPorts): Promise<string[]> {
	const { externalIds, roleArn } = target
	if (externalIds.length < 2) return externalIds
	const recent = await tries.recent(roleArn, new Date(now().getTime() - TRIES_KEPT_MS))
	const accepted = recent.filter((each) => each.accepted && each.roleArn === roleArn).map((each) => each.externalId)
	const known = externalIds.find((id) => accepted.includes(id))
	return known === undefined ? externalIds : [known, ...externalIds.filter((id) => id !== known)]
}

type Opened = Map<ProbedService, { answer: AwsAnswer<RoleSession>; at: Date }>

async function open(
	services: ProbedService[],
	externalId: string,
	{ target, sessionName }: Asker,
	{ access, now }: TrustPorts,
	belts: Belts,
): Promise<Opened> {
	const { roleArn, region } = target
	const asked = services.map(async (service) => {
		const belt = belts.get(service) ?? []
		const answer = await access.assume({ principalArn: null, roleArn, region, externalId, sessionName, belt })
		return [service, { answer, at: now() }] as const
	})
	return new Map(await Promise.all(asked))
}

const answers = (...opened: Opened[]): Entry['sessions'] =>
	new Map(opened.flatMap((each) => [...each].map(([service, { answer }]) => [service, answer] as const)))

/** One opened session shows that the role accepts; without one a refusal says more than a failure. */
function deciding(opened: { answer: AwsAnswer<RoleSession>; at: Date }[]) {
	const [any] = opened
	const decided =
		opened.find(({ answer }) => answer.kind === 'ok') ?? opened.find(({ answer }) => isRefused(answer)) ?? any
	if (!decided) throw new Error('a profile that calls nothing needs no session')
	return decided
}

const inputOf = ({ target, sessionName }: Asker, externalId: string) => ({
	RoleArn: target.roleArn,
	ExternalId: externalId,
	RoleSessionName: sessionName,
})
