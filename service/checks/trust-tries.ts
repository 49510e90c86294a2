import type { TrustTry } from '../../lib/contract/check-report.ts'
import { NOTHING } from './belt.ts'
import type { Told } from './finding.ts'
import type { CheckOrder } from './order.ts'
import type { Meaning } from './probe.ts'
import { acceptance, TRIES_KEPT_MS, type TrustPorts, usualPrincipal, type Way, wayOf } from './trust.ts'

/** `told` is null for a try of the last day that was not repeated. */
type Tried = { tried: TrustTry; told: Told | null }

/** More would fill the customer's CloudTrail for little. */
const MOST_WAYS = 24

/**
 * Other ways in that would explain a refusal: our older principals, the role ARNs and the ids of the workspace's other
 * sources. STS never says why it refused, so only what it accepts tells.
 */
export async function trustMatrix(order: CheckOrder, ports: TrustPorts): Promise<TrustTry[]> {
	const { target, otherIds, siblingRoleArns } = order
	const { roleArn, externalIds } = target
	const own = externalIds.map((id) => wayOf(order, ports, id))
	const usual = usualPrincipal(ports)
	const others = otherIds.map(({ externalId }) => ({
		...{ principalArn: usual, roleArn, externalId },
		of: 'other-source' as const,
	}))
	const older = own.flatMap((way) => ports.access.principals.slice(1).map((principalArn) => ({ ...way, principalArn })))
	const siblings = own.flatMap((way) => siblingRoleArns.map((sibling) => ({ ...way, roleArn: sibling })))
	const ways = inTurn<Way>([others, older, siblings])
	const tried = await tryWays(order, ports, ways.slice(0, MOST_WAYS))
	return tried.map((each) => each.tried)
}

/** One of each list after the other, so that a long one leaves room for those beside it. */
function inTurn<Item>(lists: readonly (readonly Item[])[]): Item[] {
	const rounds = Math.max(...lists.map(({ length }) => length))
	return Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat()
}

/** Asks without an external id and with one of nobody: a sound trust policy refuses both. */
export async function askAsStranger(
	order: CheckOrder,
	ports: TrustPorts,
	randomId: string,
): Promise<{ meaning: Meaning; told: Told | null; tries: TrustTry[] }> {
	const usual = { principalArn: usualPrincipal(ports), roleArn: order.target.roleArn }
	const tried = await tryWays(order, ports, [
		{ ...usual, externalId: null, of: 'none' },
		{ ...usual, externalId: randomId, of: 'random' },
	])
	const accepted = tried.find((each) => each.tried.accepted)
	const unanswered = tried.find((each) => each.tried.accepted === null)
	const telling = accepted ?? unanswered ?? tried[0]
	return {
		meaning: strangersMeaning(accepted?.tried, unanswered?.tried),
		told: telling?.told ?? null,
		tries: tried.map((each) => each.tried),
	}
}

function strangersMeaning(accepted: TrustTry | undefined, unanswered: TrustTry | undefined): Meaning {
	if (accepted) {
		const how = accepted.of === 'none' ? 'without an external id' : 'with any external id'
		const headline = `The role lets us in ${how}: whoever gives us its name could have us enter this account.`
		return { is: 'wrong-setting', layer: 'trust', headline }
	}
	return unanswered
		? { is: 'error', headline: 'Whether the role refuses strangers could not be told.' }
		: { is: 'allowed', headline: 'The role refuses whoever does not name the external id.' }
}

/**
 * A refusal of the last day is not asked for again. What was accepted is, so that a trust policy that has been closed
 * since is seen to be closed.
 */
async function tryWays(
	{ target, sessionName }: CheckOrder,
	{ access, tries, now }: TrustPorts,
	ways: readonly Way[],
): Promise<Tried[]> {
	const since = new Date(now().getTime() - TRIES_KEPT_MS)
	const roles = [...new Set(ways.map(({ roleArn }) => roleArn))]
	const recent = (await Promise.all(roles.map((role) => tries.recent(role, since)))).flat()
	const refused = new Map(recent.filter(({ accepted }) => accepted === false).map((each) => [keyOf(each), each]))
	const usual = usualPrincipal({ access })

	const ask = async (way: Way): Promise<Tried> => {
		const { principalArn, roleArn, externalId } = way
		const answer = await access.assume({
			principalArn: principalArn === usual ? null : principalArn,
			roleArn,
			region: target.region,
			externalId,
			sessionName,
			belt: NOTHING,
		})
		const at = now()
		const input = { RoleArn: roleArn, ExternalId: externalId, RoleSessionName: sessionName }
		return {
			tried: { ...way, accepted: acceptance(answer), at: at.toISOString() },
			// Without the session: that it opened is all we wanted to know.
			told: { call: 'sts:AssumeRole', input, answer: answer.kind === 'ok' ? { ...answer, value: null } : answer, at },
		}
	}
	const tried = await Promise.all(
		ways.map((way) => {
			const kept = refused.get(keyOf(way))
			return kept ? { tried: kept, told: null } : ask(way)
		}),
	)
	const learned = tried.filter((each) => each.told !== null && each.tried.accepted !== null).map((each) => each.tried)
	await Promise.all(
		roles.map((role) =>
			tries.add(
				role,
				learned.filter(({ roleArn }) => roleArn === role),
			),
		),
	)
	return tried
}

/** A stranger's id is new each time. */
const keyOf = ({ principalArn, roleArn, externalId, of }: Way) =>
	JSON.stringify([principalArn, roleArn, of, of === 'random' ? null : externalId])
