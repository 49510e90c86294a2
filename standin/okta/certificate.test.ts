import { execFileSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { integer, objectIdentifier, time } from './der.ts'
import { loadIdpKeys } from './idp-key.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'sluice-okta-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

describe('DER', () => {
	it.each([
		['small', integer(Buffer.from([5])), '020105'],
		['high bit needs a zero in front', integer(Buffer.from([0x80])), '02020080'],
		['leading zeros go', integer(Buffer.from([0, 0, 1])), '020101'],
		['zero keeps one byte', integer(Buffer.from([0])), '020100'],
		['identifier with parts over 127', objectIdentifier('1.2.840.113549'), '06062a864886f70d'],
		['2049 is UTCTime', time(new Date('2049-12-31T23:59:59Z')), '170d3439313233313233353935395a'],
		['2050 is GeneralizedTime', time(new Date('2050-01-01T00:00:00Z')), '180f32303530303130313030303030305a'],
	])('%s', (_why, bytes, hex) => {
		expect(bytes.toString('hex')).toBe(hex)
	})
})

describe('the key and certificate of the first start', () => {
	const keys = loadIdpKeys(dataDir)

	it('verify: signed by their own key, valid now, for signing only', () => {
		const certificate = new X509Certificate(keys.current.certificate)
		expect(certificate.verify(certificate.publicKey)).toBe(true)
		expect(certificate.checkPrivateKey(createPrivateKey(keys.current.privateKey))).toBe(true)
		expect(certificate.ca).toBe(false)
		expect(certificate.subject).toContain('CN=okta idp')
		expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now())
		expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now())
	})

	it('are read by openssl', () => {
		const text = execFileSync('openssl', ['x509', '-noout', '-text', '-in', join(dataDir, 'okta/idp.cert.pem')], {
			encoding: 'utf8',
		})
		expect(text).toContain('Version: 3')
		expect(text).toContain('sha256WithRSAEncryption')
		expect(text).toContain('CA:FALSE')
		expect(text).toContain('Digital Signature')
	})

	it('survive a restart, and the key is readable by its owner alone', () => {
		expect(loadIdpKeys(dataDir)).toEqual(keys)
		expect(statSync(join(dataDir, 'okta/idp.key.pem')).mode & 0o777).toBe(0o600)
		expect(keys.next.certificate).not.toBe(keys.current.certificate)
	})

	it('are refused with the two file names when they do not belong together', () => {
		writeFileSync(join(dataDir, 'okta/idp.cert.pem'), keys.next.certificate)
		expect(() => loadIdpKeys(dataDir)).toThrow(/idp\.key\.pem and .*idp\.cert\.pem do not belong together/)
	})
})
