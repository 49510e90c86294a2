import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type ShippedFile = { path: string; bytes: number; mode: number; text(): string }

const DEVELOPMENT =
	/(^|\/)(standin|e2e|bench|scripts|docs|infra|cli|\.git|\.sluice|\.ci)\/|\.(test|torture|fixture|spec)\.[cm]?[jt]sx?$|(^|\/)test-\w+\.ts$/
const SECRET_NAME = /(^|\/)(\.env(\..*)?|\.npmrc|secrets\.json|id_rsa)$|\.(pem|key|p12|pfx)$/
const MAP = /\.map$/
/** A whole key, not the words that begin one: libraries hold those. An access key id alone says enough. */
const KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\\n]+[A-Za-z0-9+/=\s\\]{100,}|\bAKIA[A-Z2-7]{16}\b/
const READ_UP_TO = 4 * 2 ** 20

/** One line for each file that has no place in an image, and one when the whole is larger than `budget` bytes. */
export function faultsOfListing(files: readonly ShippedFile[], budget: number): string[] {
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
	const whole = bytes > budget ? [`${megabytes(bytes)} MB, at most ${megabytes(budget)} MB`] : []
	return [...whole, ...files.flatMap(faultsOf)]
}

function faultsOf(file: ShippedFile): string[] {
	if ((file.mode & 0o444) !== 0o444)
		return [`${file.path}: cannot be read by everybody, and the image's user did not build it`]
	const ours = !file.path.includes('node_modules/')
	if (SECRET_NAME.test(file.path)) return [`${file.path}: is named like a secret`]
	if (MAP.test(file.path)) return [`${file.path}: is a source map`]
	if (ours && DEVELOPMENT.test(file.path)) return [`${file.path}: is of development only`]
	if (file.bytes <= READ_UP_TO && KEY.test(file.text())) return [`${file.path}: holds a key`]
	return []
}

export const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1)

export function listing(root: string): ShippedFile[] {
	return readdirSync(root, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => {
			const whole = join(entry.parentPath, entry.name)
			const text = () => readFileSync(whole, 'latin1')
			const { size, mode } = statSync(whole)
			return { path: whole.slice(root.length + 1), bytes: size, mode, text }
		})
}
