/**
 * A value as the text of a jsonb column. PostgreSQL refuses NUL and halves of character pairs, which a name or a message
 * from outside may hold: they become U+FFFD.
 */
export const jsonb = (value: unknown): string =>
	JSON.stringify(value, (_name, member: unknown) =>
		typeof member === 'string' ? member.toWellFormed().replaceAll('\0', '\uFFFD') : member,
	)
