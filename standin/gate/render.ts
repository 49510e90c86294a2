/** IAM role ARNs by Sluice role: the identity pool's role and the terminal's. */
export type GateRoles = Record<'viewer' | 'support' | 'engineer' | 'admin' | 'auditor', readonly string[]>

/**
 * Fills the `${name}` placeholders of a file of infra/gate, as Terraform's templatefile does.
 * A placeholder without value, or any other template syntax (`$${`, `%{`), is an error: Terraform would
 * read it differently, and then the two gates would differ.
 */
export function render(text: string, values: Readonly<Record<string, string>>): string {
	if (text.includes('$${') || text.includes('%{')) throw new Error('infra/gate files hold plain name placeholders only')
	const rendered = text.replace(/\$\{([a-z_]+)\}/g, (_whole, name: string) => {
		const value = Object.hasOwn(values, name) ? values[name] : undefined
		if (value === undefined) throw new Error(`placeholder ${name} has no value`)
		return value
	})
	const left = rendered.indexOf('${')
	if (left >= 0) throw new Error(`placeholder left over: ${rendered.slice(left, left + 40)}`)
	return rendered
}

/**
 * A list of ARNs as it stands between the quotes of one JSON string (`["${viewer_roles}"]`), so that several lists
 * can share one array and the file is JSON before rendering too. In Terraform: `join("\",\"", list)`.
 */
export function quotedList(items: readonly string[]): string {
	if (items.length === 0) throw new Error('an empty role list would leave an empty principal in the resource policy')
	for (const item of items) {
		// A wildcard in a StringNotEquals value is literal but in a Principal is not: refuse both early.
		if (!/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(item)) throw new Error(`not a role ARN: ${item}`)
	}
	return items.join('","')
}
