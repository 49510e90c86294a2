import { describe, expect, it } from 'vitest'
import { escapeHtml, handOverDocument, refusalDocument } from './documents.ts'

const HOSTILE = `</script><script>alert("1")</script><img src=x onerror='alert(2)'>&`
const description = { who: HOSTILE, title: HOSTILE, why: HOSTILE, todo: HOSTILE, requestId: HOSTILE }

describe('documents of the ACS', () => {
	it('show any text as text, in the page and in the script', () => {
		const html = refusalDocument(description, `/sources?q=${HOSTILE}`, HOSTILE)
		expect(html.match(/<script/g)).toHaveLength(1)
		expect(html.match(/<\/script>/g)).toHaveLength(1)
		expect(html).not.toContain('<img')
		expect(html.split(escapeHtml(HOSTILE)).length - 1).toBeGreaterThanOrEqual(5)
	})

	it('leave the refusal to the page that follows exactly as it was', () => {
		const html = refusalDocument(description, '/sources', 'n')
		const [, literal = ''] = /setItem\('sluice\.refusal',(".*")\);location/.exec(html) ?? []
		expect(JSON.parse(JSON.parse(literal))).toEqual({ description, to: '/sources' })
	})

	it('never write sealed text that is not sealed text', () => {
		expect(() => handOverDocument(`x');alert(1)//`, 'n')).toThrow()
	})
})
