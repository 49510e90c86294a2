import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import {
	bitString,
	boolean,
	explicit,
	integer,
	objectIdentifier,
	octetString,
	sequence,
	set,
	time,
	utf8String,
} from './der.ts'

const COMMON_NAME = '2.5.4.3'
const ORGANISATION = '2.5.4.10'
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11'
const SUBJECT_KEY_ID = '2.5.29.14'
const BASIC_CONSTRAINTS = '2.5.29.19'
const KEY_USAGE = '2.5.29.15'

const DER_NULL = Buffer.from([0x05, 0x00])

/** A self-signed X.509 v3 certificate (RFC 5280) for an RSA key, as PEM. Node can read certificates but not make them. */
export function selfSignedCertificate(
	privateKey: KeyObject,
	subject: { organisation: string; commonName: string },
	validity: { notBefore: Date; notAfter: Date },
): string {
	const algorithm = sequence(objectIdentifier(SHA256_WITH_RSA), DER_NULL)
	const name = sequence(
		set(sequence(objectIdentifier(ORGANISATION), utf8String(subject.organisation))),
		set(sequence(objectIdentifier(COMMON_NAME), utf8String(subject.commonName))),
	)
	const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
	const toBeSigned = sequence(
		explicit(0, integer(Buffer.from([2]))),
		integer(serialNumber()),
		algorithm,
		name,
		sequence(time(validity.notBefore), time(validity.notAfter)),
		name,
		publicKey,
		explicit(3, sequence(...extensions(publicKey))),
	)
	const signature = sign('sha256', toBeSigned, privateKey)
	return pem(sequence(toBeSigned, algorithm, bitString(signature)))
}

/** Signs documents only: no certificate authority, digital signature as the single key usage. */
function extensions(publicKey: Buffer): Buffer[] {
	const keyId = createHash('sha1').update(publicKey).digest()
	return [
		sequence(objectIdentifier(SUBJECT_KEY_ID), octetString(octetString(keyId))),
		sequence(objectIdentifier(BASIC_CONSTRAINTS), boolean(true), octetString(sequence())),
		sequence(objectIdentifier(KEY_USAGE), boolean(true), octetString(bitString(Buffer.from([0x80]), 7))),
	]
}

/** Positive, at most 20 bytes, never zero (RFC 5280, section 4.1.2.2). */
function serialNumber(): Buffer {
	const bytes = randomBytes(16)
	bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
	return bytes
}

function pem(der: Buffer): string {
	const lines = der.toString('base64').match(/.{1,64}/g) ?? []
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
