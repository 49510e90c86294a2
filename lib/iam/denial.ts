/** What a refusal of AWS can name as its cause. `trust` is a role's trust policy, `kms` a key's policy, `vpce` the policy of a VPC endpoint. */
export type DenialLayer =
	| 'identity'
	| 'resource'
	| 'boundary'
	| 'session'
	| 'scp'
	| 'rcp'
	| 'vpce'
	| 'trust'
	| 'kms'
	| 'lakeformation'

/** What a refusal says of itself; null is what it leaves out. */
export interface Denial {
	/** The one layer that is named; others may deny as well. */
	readonly layer: DenialLayer | null
	/** True: a statement denies. False: no statement or grant allows. */
	readonly explicit: boolean | null
	readonly policyArn: string | null
	/** `service:Name`, or the permission's name in the words of Lake Formation. */
	readonly action: string | null
	readonly resource: string | null
	readonly principal: string | null
}

const nothing: Denial = {
	layer: null,
	explicit: null,
	policyArn: null,
	action: null,
	resource: null,
	principal: null,
}

const phrases: readonly (readonly [string, DenialLayer])[] = [
	['identity-based polic', 'identity'],
	['resource-based polic', 'resource'],
	['permissions boundar', 'boundary'],
	['permission boundar', 'boundary'],
	['session polic', 'session'],
	['service control polic', 'scp'],
	['resource control polic', 'rcp'],
	['vpc endpoint polic', 'vpce'],
	['role trust polic', 'trust'],
]

const head = 'is not authorized to perform'
const lakeFormation = 'insufficient lake formation permission'
const [implicit, explicit, guesses] = ['because no ', 'with an explicit deny', 'because the resource']

/**
 * Reads the text of a refusal (IAM user guide, "Troubleshoot access denied error messages"): old texts end early or say
 * only "Access Denied", new ones name the layer and its policy. Letters' case does not count, wrappers of SDKs around the
 * text do not either. Any text of any length is answered, in time linear in it; a layer is answered only if it is named.
 */
export function readDenial(text: string): Denial {
	const lower = asciiLower(text)
	const at = lower.indexOf(head)
	if (at < 0) return readLakeFormation(text, lower)
	const next = lower.indexOf(head, at + head.length)
	return next < 0 ? readRefusal(text, lower, at) : readRefusal(text.slice(0, next), lower.slice(0, next), at)
}

function readRefusal(text: string, lower: string, at: number): Denial {
	const asked = take(/:?\s*([\w-]+:[\w*]+)/y, text, at + head.length)
	if (asked === null) return { ...nothing, principal: principalBefore(text, lower, at) }
	const { resource, end } = readResource(text, lower, asked.end)
	const tail = readTail(text, lower, end)
	// The action at the end is the one that failed: S3 asks KMS on the caller's behalf.
	const action = tail.action !== null && /^kms:/i.test(tail.action) ? tail.action : asked.found
	return {
		...tail,
		layer: ownLayer(action, tail),
		action,
		resource,
		principal: principalBefore(text, lower, at),
	}
}

/** The resource policy of a key or a role goes by a name of its own. KMS refuses without naming anything, or guesses at its key. */
function ownLayer(action: string, { layer, explicit }: Tail): DenialLayer | null {
	if (/^kms:/i.test(action) && (layer === 'resource' || (layer === null && explicit === null))) return 'kms'
	if (/^sts:assumerole$/i.test(action) && layer === 'resource') return 'trust'
	return layer
}

/** After the action: `on resource: ARN`, quoted by S3, left out or paraphrased by KMS. */
function readResource(text: string, lower: string, from: number): { resource: string | null; end: number } {
	const label = take(/\s+on\s+resource:?\s*()/iy, text, from)
	if (label === null) return { resource: null, end: from }
	const quoted = take(/"([^"]*)"/y, text, label.end)
	if (quoted !== null) return { resource: quoted.found || null, end: quoted.end }
	const tail = firstOf(lower, [implicit, explicit, guesses], label.end)
	// A name may hold spaces; AWS does not quote it outside S3.
	if (tail >= 0) return { resource: text.slice(label.end, tail).trim() || null, end: tail }
	const word = take(/(\S+)/y, text, label.end)
	return { resource: word?.found ?? null, end: word?.end ?? label.end }
}

type Tail = Pick<Denial, 'layer' | 'explicit' | 'policyArn' | 'action'>

function readTail(text: string, lower: string, from: number): Tail {
	const none: Tail = { layer: null, explicit: null, policyArn: null, action: null }
	const at = firstOf(lower, [implicit, explicit, guesses], from)
	if (at < 0 || lower.startsWith(guesses, at)) return none
	if (lower.startsWith(explicit, at)) {
		const named = readLayer(text, lower, take(/\s+in\s+(an?|the)\s+/iy, text, at + explicit.length)?.end ?? -1)
		if (named === null) return { ...none, explicit: true }
		return { layer: named.layer, explicit: true, policyArn: policyAt(text, named.end), action: null }
	}
	const named = readLayer(text, lower, at + implicit.length)
	if (named === null) return { ...none, explicit: false }
	const allows = take(/\s+allows?\s+the\s+([\w-]+:[\w*]+)\s+action/iy, text, named.end)
	const policyArn = policyAt(text, allows?.end ?? named.end)
	return { layer: named.layer, explicit: false, policyArn, action: allows?.found ?? null }
}

function readLayer(text: string, lower: string, at: number): { layer: DenialLayer; end: number } | null {
	const phrase = at < 0 ? undefined : phrases.find(([words]) => lower.startsWith(words, at))
	if (phrase === undefined) return null
	const [words, layer] = phrase
	return { layer, end: take(/(y|ies)/iy, text, at + words.length)?.end ?? at + words.length }
}

const policyAt = (text: string, at: number) =>
	take(/\s*:\s*(arn:[^\s"'()<>]+?)[.,;]?(?=[\s"'()<>]|$)/iy, text, at)?.found ?? null

/** "Insufficient Lake Formation permission(s): Required Create Table on orders", older: "... permission(s) on orders". */
function readLakeFormation(text: string, lower: string): Denial {
	const at = lower.indexOf(lakeFormation)
	if (at < 0) return nothing
	const rest = line(text, take(/((?:\(s\)|s)?:?)/iy, text, at + lakeFormation.length)?.end ?? text.length)
	const on = asciiLower(rest).indexOf(' on ')
	const required = take(/\s*required\s+()/iy, rest, 0)
	const action = required === null ? null : rest.slice(required.end, on < 0 ? undefined : on).trim()
	const resource = on < 0 ? null : rest.slice(on + ' on '.length).trim()
	return { ...nothing, layer: 'lakeformation', explicit: false, action: action || null, resource: resource || null }
}

/** To the end of the line, or to the bracket in which SDKs put service, status and request id. */
function line(text: string, from: number): string {
	const end = firstOf(text, ['\n', ' ('], from)
	return text.slice(from, end < 0 ? undefined : end)
}

function principalBefore(text: string, lower: string, at: number): string | null {
	const user = lower.lastIndexOf('user:', at)
	const name = user < 0 ? '' : text.slice(user + 'user:'.length, at).trim()
	return name === '' || /\s/.test(name) ? null : name
}

/** What the pattern's group finds at exactly this place. */
function take(sticky: RegExp, text: string, at: number): { found: string; end: number } | null {
	const pattern = new RegExp(sticky)
	pattern.lastIndex = at
	const match = pattern.exec(text)
	return match === null ? null : { found: match[1] ?? '', end: pattern.lastIndex }
}

function firstOf(text: string, words: readonly string[], from: number): number {
	const found = words.map((word) => text.indexOf(word, from)).filter((at) => at >= 0)
	return found.length === 0 ? -1 : Math.min(...found)
}

/** Lower case letter by letter, so that places in both texts are the same. */
const asciiLower = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
