const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const seconds = /^-?\d+(?:\.\d+)?$/
const calendar = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?$/i
const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)?$/i

/** A decimal number, or null when the text is none. */
export function parseNumber(text: string): number | null {
	const trimmed = text.trim()
	return decimal.test(trimmed) ? Number(trimmed) : null
}

/**
 * Milliseconds since 1970 of an ISO 8601 date (no zone means UTC) or of seconds since 1970, else null.
 * Source: IAM user guide, date condition operators.
 */
export function parseMoment(text: string): number | null {
	const trimmed = text.trim()
	if (seconds.test(trimmed)) return Number(trimmed) * 1000
	const found = calendar.exec(trimmed) ?? compact.exec(trimmed)
	if (found === null) return null
	const [, year, month, day = '1', hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = found
	const start = Date.UTC(Number(year), Number(month) - 1, Number(day))
	// Date.UTC rolls 30 February over into March; such a date is none.
	if (new Date(start).getUTCMonth() !== Number(month) - 1) return null
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null
	const time = (Number(hour) * 60 + Number(minute) - zoneMinutes(zone)) * 60 + Number(second) + Number(fraction)
	return start + time * 1000
}

function zoneMinutes(zone: string): number {
	if (zone.toUpperCase() === 'Z') return 0
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || '0')
	return zone.startsWith('-') ? -minutes : minutes
}
