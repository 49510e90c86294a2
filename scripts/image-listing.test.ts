import { expect, it } from 'vitest'
import { faultsOfListing } from './image-listing.ts'

const file = (path: string, text = '', mode = 0o644) => ({ path, bytes: text.length, mode, text: () => text })
const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj'.repeat(4)

it.each<[string, string, RegExp]>([
	['service/main.test.ts', '', /development/],
	['service/store/test-store.ts', '', /development/],
	['standin/okta/main.ts', '', /development/],
	['scripts/start.ts', '', /development/],
	['.env', '', /secret/],
	['.env.production', '', /secret/],
	['node_modules/some/key.pem', '', /secret/],
	['node_modules/some/lib.js.map', '', /source map/],
	['.next/server/app/page.js.map', '', /source map/],
	['service/aws/keys.ts', `const key = '-----BEGIN PRIVATE KEY-----\\n${body}'`, /holds a key/],
	['server.js', `-----BEGIN RSA PRIVATE KEY-----\n${body}`, /holds a key/],
	['server.js', 'AKIAABCDEFGHIJKLMNOP', /holds a key/],
])('%s has no place in an image', (path, text, reason) => {
	expect(faultsOfListing([file(path, text)], 1e6)).toEqual([expect.stringMatching(reason)])
})

it.each([
	['service/main.ts', 'import x from "./x.ts"', 'the service itself'],
	['node_modules/jose/index.js', "const BEGIN = '-----BEGIN PRIVATE KEY-----'", 'a library that reads keys'],
	['node_modules/pkg/scripts/run.js', '', 'a folder of a package'],
	['lib/contract/latest.ts', '', 'a name that only looks like a test'],
])('%s may be there', (path, text) => {
	expect(faultsOfListing([file(path, text)], 1e6)).toEqual([])
})

it.each([0o600, 0o640])('a file of mode %o cannot be read by the user of an image', (mode) => {
	expect(faultsOfListing([file('service/main.ts', '', mode)], 1)).toEqual([expect.stringMatching(/cannot be read/)])
})

it('an image over its budget is a fault', () => {
	expect(faultsOfListing([file('a', 'x'.repeat(2 ** 20))], 2 ** 19)).toEqual(['1.0 MB, at most 0.5 MB'])
})
