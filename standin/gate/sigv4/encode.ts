/**
 * Percent-encodes every byte but RFC 3986's unreserved ones and those of `keep`.
 * The text stands for bytes (one character each, as node:http hands them over), so that UTF-8 on the wire is
 * encoded as it came.
 */
export function encodeBytes(text: string, keep = ''): string {
	let encoded = ''
	for (const character of text) {
		encoded += /[A-Za-z0-9\-._~]/.test(character) || keep.includes(character) ? character : escaped(character)
	}
	return encoded
}

function escaped(character: string): string {
	return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
