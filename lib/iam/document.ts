import { fault, isObject, type Json, type Parsed, parsed, parseEach } from './fault.ts'
import { parseStatement, type Statement } from './statement.ts'

/** Where a document sits decides what it may say. A trust policy is a resource policy. */
export type DocumentKind = 'rcp' | 'scp' | 'resource' | 'identity' | 'boundary' | 'session'

export interface PolicyDocument {
	/** Only the policy language 2012-10-17 knows variables; the older one takes them as text. */
	readonly variables: boolean
	readonly statements: readonly Statement[]
}

const members = new Set(['Version', 'Id', 'Statement'])
const versions: readonly unknown[] = ['2012-10-17', '2008-10-17', undefined]

/**
 * Reads any JSON as a policy document, or says what AWS would refuse and where.
 * Source: IAM user guide, grammar of the JSON policy language; Organizations user guide, SCP and RCP syntax.
 */
export function parseDocument(
	json: unknown,
	kind: DocumentKind,
): { ok: true; document: PolicyDocument } | Extract<Parsed<never>, { ok: false }> {
	if (!isObject(json)) return fault('not-an-object', [])
	const unknownMember = Object.keys(json).find((member) => !members.has(member))
	if (unknownMember !== undefined) return fault('unknown-policy-key', [unknownMember])
	if (!versions.includes(json.Version)) return fault('bad-version', ['Version'])
	if (json.Id !== undefined && typeof json.Id !== 'string') return fault('bad-id', ['Id'])
	const statements = parseStatements(json, kind)
	if (!statements.ok) return statements
	return { ok: true, document: { variables: json.Version === '2012-10-17', statements: statements.value } }
}

function parseStatements(json: Json, kind: DocumentKind): Parsed<Statement[]> {
	const { Statement: list } = json
	if (list === undefined || (Array.isArray(list) && list.length === 0)) return fault('no-statement', ['Statement'])
	if (!Array.isArray(list)) {
		const single = parseStatement(list, kind, ['Statement'])
		return single.ok ? parsed([single.value]) : single
	}
	const statements = parseEach(list, ['Statement'], (item, path) => parseStatement(item, kind, path))
	if (!statements.ok || kind === 'resource') return statements
	// Services differ on resource policies; IAM and Organizations ask for unique ids (IAM user guide, Sid).
	const sids = statements.value.map(({ sid }) => sid)
	const twin = sids.findIndex((sid, index) => sid !== null && sid !== '' && sids.indexOf(sid) !== index)
	return twin < 0 ? statements : fault('duplicate-sid', ['Statement', twin, 'Sid'])
}
