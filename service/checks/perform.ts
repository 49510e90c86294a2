import type { Finding, TrustTry } from '../../lib/contract/check-report.ts'
import { askCall, type Run, sceneOf, unlessOther } from './ask.ts'
import { findingOf, type Told } from './finding.ts'
import type { Meaning, Probe, Way } from './probe.ts'
import { callsOf } from './probes.ts'
import { accountMeaning, type Belts, type Entry, enter, entryMeaning } from './trust.ts'
import { askAsStranger } from './trust-tries.ts'

type Known = (findingId: string) => Promise<Finding | null>
type Performed = { meaning: Meaning; told: Told | null; calibratedAt?: Date | null }

/** How the role let us in, once it was asked; and every way of asking that was tried. */
export type Trust = { entry: Entry | null; tries: TrustTry[] }

/** Finds out about one probe after another, as the graph asks for them. */
export const createPerform =
	(run: Run, belts: Belts, trust: Trust) =>
	async (probe: Probe, known: Known): Promise<Finding> => {
		const { target, profile } = run.order
		const { meaning, told, calibratedAt = null } = await perform(probe, known, run, belts, trust)
		return findingOf({ probe, target, profile }, meaning, told, calibratedAt)
	}

async function perform(probe: Probe, known: Known, run: Run, belts: Belts, trust: Trust): Promise<Performed> {
	const { way } = probe
	switch (way.by) {
		case 'nothing':
			return { meaning: { is: 'not-provable', headline: way.headline }, told: null }
		case 'trust':
			return performTrust(way.part, run, belts, trust)
		case 'answer': {
			const told = run.told.get(way.of) ?? null
			const blamed: Meaning = { is: 'blocked-by', findingId: way.of }
			const meaning = told ? way.read(told.answer, sceneOf(run, null)) : blamed
			return { meaning: await unlessOther(meaning, known), told }
		}
		case 'call': {
			const session = trust.entry?.sessions.get(way.service)
			if (!session) throw new Error(`no session was asked for with ${way.service}`)
			return askCall(probe.id, way, session, run, known)
		}
	}
}

async function performTrust(
	part: Extract<Way, { by: 'trust' }>['part'],
	{ order, ports, names, inTime, upload }: Run,
	belts: Belts,
	trust: Trust,
): Promise<Performed> {
	inTime()
	if (part === 'strangers') {
		const { tries, ...asked } = await askAsStranger(order, ports, names.externalId)
		trust.tries.push(...tries)
		return asked
	}
	if (part === 'account') {
		if (!trust.entry) throw new Error('the role is asked for first')
		return { meaning: accountMeaning(trust.entry, order), told: trust.entry.told }
	}
	if (callsOf(order.profile).some((way) => way.upload === 'opens')) upload.expect()
	const entry = await enter(order, ports, belts)
	trust.entry = entry
	trust.tries.push(...entry.tries)
	return { meaning: entryMeaning(entry, order), told: entry.told }
}
