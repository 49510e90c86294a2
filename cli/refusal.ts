import { describeRefusal } from '../lib/gateway/describe-refusal.ts'
import type { Description } from '../lib/gateway/description.ts'
import type { ContractBreach, GateReason, Refusal, Unreachable } from '../lib/gateway/refusal.ts'
import { plain } from './plain.ts'

type Words = Pick<Description, 'who' | 'why' | 'todo'>

const NEW_CREDENTIALS =
	'Get new credentials, for example with "aws sso login --profile NAME", then run the command again with --aws-profile NAME.'

/** What is said differently at a terminal, where the console speaks of its own pages. */
const GATE: Partial<Record<GateReason, Partial<Words>>> = {
	'missing-token': {
		todo: 'Look at the API address in the settings: the gate says the same of an address that it does not know.',
	},
	'incomplete-signature': {
		todo: 'Try without a proxy that changes headers, then send the request id to the Sluice team.',
	},
	'bad-signature': { todo: 'Try without a proxy that changes requests. Otherwise get new credentials.' },
	'expired-token': { todo: NEW_CREDENTIALS },
	'invalid-token': { todo: NEW_CREDENTIALS },
	'wrong-scope': {
		why: 'The region in the settings is not the region of the gate.',
		todo: 'Set the region of the gate with --api-region or SLUICE_REGION.',
	},
	'clock-skew': { todo: 'Set the clock of this computer, then run the command again.' },
	'explicitly-denied': {
		todo: 'Use a profile that signs in through Okta as one of the sluice-cli roles. Roles whose callers choose their own session name are not listed.',
	},
}

type Told = 'network' | 'no-credentials' | 'aborted'

const NETWORK: Record<Told, (chain: string | null) => Words> = {
	network: () => ({
		who: 'The network',
		why: 'No answer arrived: this computer may be offline, a VPN or proxy may be missing, or the API address in the settings is wrong.',
		todo: 'Check the connection and the address, then try again.',
	}),
	'no-credentials': (chain) => ({
		who: 'This computer',
		why: `The AWS credential chain (environment, profile, SSO, process) has none, so nothing was sent. It says: ${chain ?? 'nothing'}.`,
		todo: NEW_CREDENTIALS,
	}),
	aborted: () => ({ who: 'You', why: 'Ctrl-C was pressed before the answer came.', todo: 'Run the command again.' }),
}

const TITLES: Partial<Record<Unreachable['reason'], string>> = { 'no-credentials': 'There are no AWS credentials' }

/** Who refused, why and what to do at a terminal. `chain` is what the AWS credential chain said when it had none. */
export function describe(refusal: Refusal, chain: string | null = null): Description {
	const words = describeRefusal(refusal)
	switch (refusal.by) {
		case 'gate':
			return { ...words, ...GATE[refusal.reason] }
		case 'service':
			return words
		case 'contract':
			return { ...words, ...breach(refusal) }
		case 'network':
			if (refusal.reason === 'timeout') return words
			return { ...words, title: TITLES[refusal.reason] ?? words.title, ...NETWORK[refusal.reason](chain) }
	}
}

const breach = ({ errors }: ContractBreach): Words => ({
	who: 'This command',
	why: `It and the service disagree about the form of the answer: ${errors
		.slice(0, 5)
		.map(({ field, message }) => `${field} ${message}`.trim())
		.join('; ')}.`,
	todo: 'Install the newest sluice, since this one may be older than the service.',
})

/** The lines for people. Of all parties only the gate and the service refuse; others fail. */
export function refusalText(refusal: Refusal, { who, title, why, todo, requestId }: Description): string {
	const refused = refusal.by === 'gate' || refusal.by === 'service' ? ' refused' : ''
	const fields = refusal.by === 'service' ? refusal.problem.errors : []
	const lines = [
		`sluice: ${who}${refused}: ${title.replace(/\.$/, '')}.`,
		why,
		...fields.map(({ field, message }) => `${field} ${message}`),
		`To do: ${todo}`,
		...(requestId === null ? [] : [`Request id: ${requestId}`]),
	]
	return lines.map(plain).join('\n  ')
}
