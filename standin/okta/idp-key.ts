import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../listening.ts'
import { selfSignedCertificate } from './certificate.ts'

/** A signing key and its certificate, both PEM. */
export type IdpKey = { privateKey: string; certificate: string }

/** `current` signs today; `next` is the one a rotation moves to, known beforehand so that it can be pinned. */
export type IdpKeys = { current: IdpKey; next: IdpKey }

const TEN_YEARS = 10 * 365 * 24 * 3600 * 1000

/**
 * Reads the two keys of `DATA/okta`, making what is missing at the first start. The world's clock plays no part:
 * certificates are made on the machine's time, so that a test that moves the clock does not outlive them.
 */
export function loadIdpKeys(dataDir: string): IdpKeys {
	const folder = join(dataDir, 'okta')
	mkdirSync(folder, { recursive: true, mode: 0o700 })
	return { current: load(folder, 'idp'), next: load(folder, 'idp-next') }
}

/** A key pair that no trust store knows, for answers signed by an attacker. */
export function strangerKey(): IdpKey {
	return makeKey('attacker')
}

function load(folder: string, name: string): IdpKey {
	const keyFile = join(folder, `${name}.key.pem`)
	const certificateFile = join(folder, `${name}.cert.pem`)
	if (!existsSync(keyFile) || !existsSync(certificateFile)) {
		const made = makeKey(name)
		write(keyFile, made.privateKey, 0o600)
		write(certificateFile, made.certificate, 0o644)
	}
	const key = { privateKey: readFileSync(keyFile, 'utf8'), certificate: readFileSync(certificateFile, 'utf8') }
	if (!belongTogether(key)) {
		throw new CannotStart(`${keyFile} and ${certificateFile} do not belong together: delete both and start again`)
	}
	return key
}

function belongTogether({ privateKey, certificate }: IdpKey): boolean {
	try {
		return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))
	} catch {
		return false
	}
}

function makeKey(name: string): IdpKey {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
	const now = Date.now()
	const certificate = selfSignedCertificate(
		privateKey,
		{ organisation: 'Sluice stand-in', commonName: `okta ${name}` },
		{ notBefore: new Date(now - 3_600_000), notAfter: new Date(now + TEN_YEARS) },
	)
	return { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate }
}

/** Beside, then rename: a start that is killed half-way leaves no half file. */
function write(file: string, text: string, mode: number): void {
	const beside = `${file}.${process.pid}`
	writeFileSync(beside, text, { mode })
	renameSync(beside, file)
}
