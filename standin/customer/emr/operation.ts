import type { z } from 'zod'
import type { RequestContext } from '../../../lib/iam/context.ts'
import type { Cluster, CustomerWorld, Step } from '../account.ts'
import { authorize } from '../authorize.ts'
import type { AwsCall } from '../call.ts'
import { isRefused, type Refused, readInput, refuse } from '../json-operation.ts'

/** One thing that IAM is asked. The action is the operation's own unless it says another. */
type Right = { action?: string; resource: string; context?: RequestContext }

/** `strict`: this operation looks at its input before it looks at rights. */
export type Scope = { call: AwsCall; strict: boolean }

type Operation<S extends z.ZodType> = {
	input: S
	/** What IAM is asked; a malformed id is refused before that, whatever the order. */
	rights: (input: z.infer<S>, call: AwsCall) => Right[] | Refused
	/** Everything else that can be wrong; what the call does happens in the function it hands back. */
	prepare: (input: z.infer<S>, scope: Scope) => (() => object) | Refused
}

/** Runs one operation of one call: a refusal, or what JSON answers. */
export type Run = (call: AwsCall, world: CustomerWorld) => object | Refused

/** No public source settles whether EMR looks at rights or at the input first, so the world can turn it per operation. */
export function operation<S extends z.ZodType>({ input: schema, rights, prepare }: Operation<S>): Run {
	return (call, world) => {
		const read = readInput(schema, call.body)
		if (isRefused(read)) return read
		const asked = rights(read.input, call)
		if (isRefused(asked)) return asked
		const strict = world.order(call.operation) === 'validate-first'
		const early = strict ? prepare(read.input, { call, strict }) : null
		if (early && isRefused(early)) return early
		const denied = firstDenial(call, world, asked)
		if (denied) return denied
		const ready = early ?? prepare(read.input, { call, strict })
		return isRefused(ready) ? ready : ready()
	}
}

function firstDenial(call: AwsCall, world: CustomerWorld, rights: Right[]): Refused | null {
	for (const { action = `elasticmapreduce:${call.operation}`, resource, context } of rights) {
		const denied = authorize(call, world, { action, resource, resourceAccount: call.session.accountId, context })
		if (denied) return refuse('AccessDeniedException', denied.text)
	}
	return null
}

/** A cluster lives in one region; asked for elsewhere it does not exist. */
export function findCluster({ account, region }: AwsCall, id: string): Cluster | undefined {
	const cluster = account.clusters.get(id)
	return cluster?.region === region ? cluster : undefined
}

export const findStep = ({ steps }: Cluster, id: string): Step | undefined => steps.find((step) => step.id === id)

/**
 * The right to do something to one cluster. A cluster that does not exist has no tags, so a policy that asks for one
 * denies it. `member` is the one of the input that holds the id.
 */
export function onCluster(call: AwsCall, id: string, member: string, more: RequestContext = {}): Right[] | Refused {
	if (!/^j-[A-Z0-9]+$/.test(id)) return refuse('ValidationException', `${member} '${id}' is not valid.`)
	const tags = Object.entries(findCluster(call, id)?.tags ?? {}).flatMap(([key, value]) => [
		[`elasticmapreduce:ResourceTag/${key}`, value],
		[`aws:ResourceTag/${key}`, value],
	])
	return [{ resource: clusterArn(call, id), context: { ...Object.fromEntries(tags), ...more } }]
}

/** `*` as id where no cluster exists yet. */
export const clusterArn = ({ region, session }: AwsCall, id: string): string =>
	`arn:aws:elasticmapreduce:${region}:${session.accountId}:cluster/${id}`

/** Keys of a request that carries tags (service authorization reference, EMR). */
export function requestTags(tags: readonly { Key: string; Value: string }[]): RequestContext {
	const pairs = tags.flatMap(({ Key, Value }) => [
		[`elasticmapreduce:RequestTag/${Key}`, Value],
		[`aws:RequestTag/${Key}`, Value],
	])
	return { ...Object.fromEntries(pairs), 'aws:TagKeys': tags.map(({ Key }) => Key) }
}
