import { expect, it } from 'vitest'
import { placeErrors } from './place.ts'

it.each([
	['settings.roleArn', 'settings.roleArn', 'a setting'],
	['settings.archive.prefix', 'settings.archive.prefix', 'a setting inside another'],
	['settings.externalIds.3', 'settings.externalIds', 'one entry of a list is shown at the list'],
	['ticket', 'ticket', 'beside the settings'],
])('shows an error of %s at %s: %s', (field, place) => {
	expect(placeErrors([{ field, message: 'is wrong' }])).toEqual({
		placed: [{ place, message: 'is wrong' }],
		elsewhere: [],
	})
})

it.each(['baseVersion', 'settings', 'settings.unknown', ''])('loses no error that no field shows: %j', (field) => {
	const error = { field, message: 'is wrong' }
	expect(placeErrors([error])).toEqual({ placed: [], elsewhere: [error] })
})
