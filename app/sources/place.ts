import type { FieldError } from '../../lib/gateway/refusal.ts'
import { SETTINGS, type Setting } from './setting.ts'

/** A field of the form, by its path. */
export type Place = 'sourceId' | 'ticket' | `settings.${Setting}`

export const PLACES: Place[] = [
	'sourceId',
	...(Object.keys(SETTINGS) as Setting[]).map((setting): Place => `settings.${setting}`),
	'ticket',
]

const isPlace = (text: string): text is Place => (PLACES as string[]).includes(text)

/** The form's field for each error of a refused save; `elsewhere` are those that no field shows, so that none is lost. */
export function placeErrors(errors: FieldError[]) {
	const placed: { place: Place; message: string }[] = []
	const elsewhere: FieldError[] = []
	for (const { field, message } of errors) {
		// One entry of a list is shown at its list: settings.externalIds.3 at settings.externalIds.
		const place = [field, field.replace(/\.\d+$/, '')].find(isPlace)
		if (place) placed.push({ place, message })
		else elsewhere.push({ field, message })
	}
	return { placed, elsewhere }
}
