import { describe, expect, it } from 'vitest'
import { readEnvelope } from './envelope.ts'
import type { SamlRefusal } from './refusal.ts'
import { createIdp, encode, NOW, REQUEST, responseXml, signBoth, trusting } from './signed-response.fixture.ts'
import { verifyResponse } from './verify.ts'

const xml = responseXml()
const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth)
const latin = Buffer.from('<a b="\u00e9"/>', 'latin1').toString('base64')

const refusals: [string, SamlRefusal, string][] = [
	['nothing', 'not-base64', ''],
	['text that is not base64', 'not-base64', '<xml>'],
	[
		'base64 with white space, which AWS refuses too',
		'not-base64',
		`${encode(xml).slice(0, 76)}\n${encode(xml).slice(76)}`,
	],
	['base64 without its padding', 'not-base64', encode('<abc/>x').replace(/=+$/, '')],
	['the URL form of base64', 'not-base64', '-_-_'],
	['more than 50,000 characters', 'too-large', 'A'.repeat(50_001)],
	['a comment of 10 MB', 'too-large', encode(`<!--${'x'.repeat(10_000_000)}--><a/>`)],
	['bytes that are not UTF-8', 'not-utf-8', latin],
	['a declared encoding other than UTF-8', 'not-utf-8', encode('<?xml version="1.0" encoding="ISO-8859-1"?><a/>')],
	['UTF-16', 'not-utf-8', Buffer.from('\ufeff<a/>', 'utf16le').toString('base64')],
	['a DTD', 'forbidden-markup', encode('<!DOCTYPE a><a/>')],
	[
		'an external entity',
		'forbidden-markup',
		encode('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
	],
	['an entity bomb', 'forbidden-markup', encode('<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>')],
	['a DTD in other letters', 'forbidden-markup', encode('<!doctype a><a/>')],
	['a comment', 'forbidden-markup', encode('<a><!-- --></a>')],
	['a CDATA section', 'forbidden-markup', encode('<a><![CDATA[x]]></a>')],
	['a processing instruction', 'forbidden-markup', encode('<a><?php ?></a>')],
	['a stylesheet instruction before the root', 'forbidden-markup', encode('<?xml-stylesheet href="x"?><a/>')],
	['a depth of 65', 'too-complex', encode(nested(65))],
	['2,001 elements', 'too-complex', encode(`<a>${'<b/>'.repeat(2_000)}</a>`)],
	[
		'self-closing look-alikes in attributes that hide the depth',
		'too-complex',
		encode(nested(65).replaceAll('<a>', '<a b="/>">')),
	],
	['a zero byte', 'malformed', encode('<a>\u0000</a>')],
	['a byte order mark', 'malformed', encode('\ufeff<a>')],
	['two roots', 'malformed', encode('<a/><a/>')],
	['an end without a start', 'malformed', encode('</a>')],
	['a start without an end', 'malformed', encode('<a><b></a>')],
	['a tag inside a tag', 'malformed', encode('<a <b>></a>')],
	['a quote that never ends', 'malformed', encode('<a b="></a>')],
	['no element', 'malformed', encode('text')],
]

describe('before parsing', () => {
	it.each(refusals)('refuses %s', (_, refusal, samlResponse) => {
		expect(readEnvelope(samlResponse)).toEqual({ refusal })
	})

	it.each([
		['a depth of 64', nested(64)],
		['2,000 elements', `<a>${'<b/>'.repeat(1_999)}</a>`],
		['more-than signs in attributes and text', '<a b="1 > 0">2 > 1</a>'],
	])('lets %s through', (_, text) => {
		expect(readEnvelope(encode(text))).toEqual({ xml: text })
	})

	it('takes the XML declaration away and normalises line ends', () => {
		expect(readEnvelope(encode('<?xml version="1.0" encoding="UTF-8"?>\r\n<a>\r</a>'))).toEqual({ xml: '\n<a>\n</a>' })
	})

	it('answers within 50 ms for the largest nest that fits', () => {
		const nest = encode('<a>'.repeat(12_000))
		const started = performance.now()
		expect(readEnvelope(nest)).toEqual({ refusal: 'too-complex' })
		expect(performance.now() - started).toBeLessThan(50)
	})

	it('verifies a response with a declaration and with the line ends of another system', async () => {
		const idp = createIdp()
		const signed = signBoth(responseXml().replace('<samlp:Status>', '\n<samlp:Status>'), idp)
		const windows = `<?xml version="1.0" encoding="UTF-8"?>\r\n${signed.replaceAll('\n', '\r\n')}`
		const verdict = await verifyResponse(encode(windows), trusting(idp), { now: NOW, inResponseTo: REQUEST })
		expect(verdict).toMatchObject({ ok: true })
	})
})
