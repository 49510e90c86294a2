import { z } from 'zod'

/** Paths such as `lastCheck.verdict` stand for the members of an answer that are no objects; lists stay whole. */

const record = z.record(z.string(), z.unknown())
type Node = { properties?: Record<string, Node>; anyOf?: Node[] }
const node: z.ZodType<Node> = z.looseObject({
	properties: z
		.record(
			z.string(),
			z.lazy(() => node),
		)
		.optional(),
	anyOf: z.array(z.lazy(() => node)).optional(),
})

/** The paths that answers of this schema may hold, whether or not one of them does. */
export function pathsOf(schema: z.ZodType): string[] {
	return pathsBelow(node.parse(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })), '')
}

function pathsBelow({ properties, anyOf }: Node, path: string): string[] {
	const inner = properties ?? anyOf?.find((choice) => choice.properties)?.properties
	if (!inner) return [path]
	return Object.entries(inner).flatMap(([name, below]) => pathsBelow(below, path ? `${path}.${name}` : name))
}

/** What stands in `value` at a path; undefined where nothing does. */
export function at(value: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((part, name) => record.safeParse(part).data?.[name], value)
}

/** Each path that `value` itself holds, with what stands there. */
export function leavesOf(value: unknown, path = ''): [path: string, leaf: unknown][] {
	const members = Array.isArray(value) ? null : record.safeParse(value)
	if (!members?.success) return [[path, value]]
	return Object.entries(members.data).flatMap(([name, member]) => leavesOf(member, path ? `${path}.${name}` : name))
}
