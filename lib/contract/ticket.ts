/** A ticket id. Apart from the schemas, so that a page can read one from its address without loading them. */
export const TICKET = /^[A-Za-z][A-Za-z0-9]*-?[0-9]{1,12}$/

/** Said of text that is none. */
export const TICKET_RULE = 'must be a ticket id such as LAKE-1234'
