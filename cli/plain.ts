/**
 * Text of others, made safe for a terminal: escape sequences and marks that turn the direction of writing are shown, not
 * obeyed. Names and messages come from customers' accounts.
 */
export const plain = (text: string): string => text.replace(UNSAFE, escaped)

/** The same for JSON, where these characters may be escaped without changing what is read. */
export const plainJson = (value: unknown): string =>
	JSON.stringify(value, null, 2).replace(UNSAFE, (character) => (character === '\n' ? character : escaped(character)))

/** Control characters and those that turn the direction of writing (Unicode standard annex 9). */
const UNSAFE = /[\p{Cc}\p{Bidi_Control}]/gu

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
