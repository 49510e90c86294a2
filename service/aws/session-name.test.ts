import { describe, expect, it } from 'vitest'
import { sessionNameOf } from './session-name.ts'

const ID = 'JKJaXmPLvHcESHA='

describe('sessionNameOf', () => {
	it.each([
		{ why: 'both fit', person: 'sam@sluice.example', id: ID, name: `sam@sluice.example-${ID}` },
		{ why: 'a slash is base64 but no session name', person: 'sam', id: 'a/b+c=', name: 'sam-a_b+c=' },
		{ why: 'what STS allows stays', person: 'A_z0+=,.@-', id: ID, name: `A_z0+=,.@--${ID}` },
		{ why: 'spaces, quotes and a colon are not allowed', person: `o'neil x:y`, id: 'i', name: 'o_neil_x_y-i' },
		{ why: 'a letter beyond ASCII is one character', person: 'zoë@é.example', id: 'i', name: 'zo_@_.example-i' },
		{ why: 'an emoji is one character too', person: 'a😀b', id: 'i', name: 'a_b-i' },
		{ why: 'a line break cannot forge a second line', person: 'a\r\nb', id: 'i', name: 'a__b-i' },
		{ why: 'exactly 64', person: 'p'.repeat(47), id: ID, name: `${'p'.repeat(47)}-${ID}` },
		{
			why: 'one too many: the person loses its end',
			person: `${'p'.repeat(47)}X`,
			id: ID,
			name: `${'p'.repeat(47)}-${ID}`,
		},
		{
			why: 'a very long address keeps its beginning',
			person: `${'abcde'.repeat(40)}@x.example`,
			id: ID,
			name: `${'abcde'.repeat(9)}ab-${ID}`,
		},
		{
			why: 'an id that fills everything leaves one character',
			person: 'sam',
			id: 'i'.repeat(90),
			name: `s-${'i'.repeat(62)}`,
		},
	])('$why', ({ person, id, name }) => {
		const made = sessionNameOf(person, id)
		expect(made).toBe(name)
		expect(made).toMatch(/^[\w+=,.@-]{2,64}$/)
	})
})
