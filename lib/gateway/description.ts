/** A refusal in plain words, the same in the console and in the terminal. */
export type Description = {
	/** Who refused: the gate, the service, the identity pool, Okta, this page, the network. */
	who: string
	title: string
	why: string
	/** What the reader can do next, or whom to ask. */
	todo: string
	requestId: string | null
}
