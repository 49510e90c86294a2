import type { Addressee } from '../../../lib/contract/check-report.ts'

/** How the person is called: in a sentence of the report, and when written to. */
type Called = { inReport: string; greeted: string; title: string }

const CALLED: Record<Addressee, Called> = {
	'account-admin': {
		inReport: "the customer's account admin",
		greeted: 'admin of the AWS account',
		title: 'Ask the account admin',
	},
	'organisation-admin': {
		inReport: "the customer's organisation admin",
		greeted: 'admin of the AWS organisation',
		title: 'Ask the organisation admin',
	},
	'bucket-owner': {
		inReport: 'the owner of the bucket',
		greeted: 'owner of the S3 bucket',
		title: 'Ask the owner of the bucket',
	},
	'key-owner': {
		inReport: 'the owner of the KMS key',
		greeted: 'owner of the KMS key',
		title: 'Ask the owner of the KMS key',
	},
	'data-lake-admin': {
		inReport: "the customer's data lake admin",
		greeted: 'Lake Formation admin',
		title: 'Ask the data lake admin',
	},
	'settings-admin': {
		inReport: "whoever keeps the source's settings",
		greeted: 'keeper of the data lake settings',
		title: 'Correct the settings',
	},
	us: { inReport: 'we', greeted: 'colleague', title: 'Nothing to ask the customer' },
}

export const called = (addressee: Addressee): Called => CALLED[addressee]

/** "a", "a and b", "a, b and c"; past `most` entries "a, b and 4 more". Names that occur twice are said once. */
export function listed(names: readonly string[], most = Number.POSITIVE_INFINITY): string {
	const once = [...new Set(names)]
	const shown = once.length > most ? once.slice(0, most) : once
	const left = once.length - shown.length
	const parts = left > 0 ? [...shown, `${left} more`] : shown
	return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** A sentence begins with a capital letter; a name such as `glue:GetTable` never does. */
export const sentence = (clause: string): string =>
	/^[a-z-]+:/.test(clause) ? `${clause}.` : `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`

/** As code in Markdown. What AWS wrote is shown as it is, but cannot end the code or the line. */
export const code = (text: string): string => `\`${text.replace(/[`\s]+/g, ' ').trim()}\``

export const block = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

/** `2026-11-20 10:00:05 UTC` */
export const utc = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
