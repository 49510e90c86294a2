import { describe, expect, it } from 'vitest'
import { faultOfIdentityHeaders, IDENTITY_HEADERS } from './identity-headers.ts'

const honest = Object.values(IDENTITY_HEADERS).flatMap((name) => [name, 'value'])
const fault = (...more: string[]) => faultOfIdentityHeaders([...honest, ...more])

it('finds nothing in each header once, in any case, beside headers of others', () => {
	expect(fault('Host', 'service', 'X-Slu', 'a', 'Sluice', 'b', 'Host', 'twice')).toBeNull()
	expect(faultOfIdentityHeaders(['X-SLUICE-USER-ARN', 'a', 'x-sluice-account-id', 'b'])).toBeNull()
})

describe.each(Object.values(IDENTITY_HEADERS))('%s', (name) => {
	it.each([
		['the same again', name],
		['in capitals', name.toUpperCase()],
		['with mixed case', name.replace('x-s', 'X-s')],
	])('%s counts as a second one', (_, twin) =>
		expect(fault(twin, 'forged')).toBe(`The header ${name} stands more than once.`),
	)

	it.each([
		['_ for -', name.replaceAll('-', '_')],
		['one _', name.replace('-', '_')],
		['. for -', name.replaceAll('-', '.')],
		['no hyphen', name.replaceAll('-', '')],
		['a doubled hyphen', name.replace('-', '--')],
		['a hyphen in front', `-${name}`],
		['a hyphen behind', `${name}-`],
		['a letter more', `${name}s`],
		['a blank behind', `${name} `],
	])('%s is a look-alike, even where the real one is absent', (_, alike) => {
		expect(faultOfIdentityHeaders([alike, 'forged'])).toMatch(/resembles/)
		expect(fault(alike, 'forged')).not.toContain('forged')
	})
})
