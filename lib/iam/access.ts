import type { RequestContext } from './context.ts'
import type { DocumentKind } from './document.ts'

/** One request of one caller for one action on one resource. */
export interface AccessRequest {
	/** ARN of a session, user or role, or the word `anonymous` for an unsigned call. */
	readonly principal: string
	/** `service:Name`. */
	readonly action: string
	/** ARN, or `*` for an action that has no resource type. */
	readonly resource: string
	/** Number of the account that owns the resource (S3 ARNs do not say). */
	readonly resourceAccount: string
	/** Complete: a key that is not here is absent. */
	readonly context: RequestContext
}

/** The policies around a request, each document as the JSON it was found as. What is left out is not there. */
export interface PolicySet {
	readonly identity?: readonly unknown[]
	/** Resource policy, or the trust policy when the action is sts:AssumeRole. */
	readonly resource?: unknown
	readonly boundary?: unknown
	readonly session?: unknown
	/** Levels of the organization, root first; none when the account is in no organization. */
	readonly scps?: readonly (readonly unknown[])[]
	/** As scps. Every level also carries the built-in full access, so these can only deny. */
	readonly rcps?: readonly (readonly unknown[])[]
}

export type Layer = DocumentKind

/** The order in which layers are named. */
export const layerOrder: readonly Layer[] = ['rcp', 'scp', 'resource', 'identity', 'boundary', 'session']

/** A statement that spoke about the request, and where to find it. */
export interface Reason {
	readonly layer: Layer
	/** Index of the organization's level; null for layers that have none. */
	readonly level: number | null
	/** Index of the document in its layer or level. */
	readonly document: number
	/** Index of the statement in the document. */
	readonly statement: number
	readonly sid: string | null
	readonly effect: 'Allow' | 'Deny'
}

export interface Verdict {
	readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny' | 'invalid'
	/** Null when allowed, else the first of `layers`. */
	readonly layer: Layer | null
	/** Every layer that stands in the way: those that deny, then those that lack a needed Allow, in layer order. */
	readonly layers: readonly Layer[]
	/** The caller's account is not the resource's; false for an anonymous caller. */
	readonly crossAccount: boolean
	/** Code of the first fault, only when a document is malformed. */
	readonly reason?: string
	/** The statements that match, by layer. */
	readonly because: readonly Reason[]
}
