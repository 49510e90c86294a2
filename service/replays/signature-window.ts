/**
 * How long after its signature a request may still be accepted: a quarter of an hour, and a minute to be sure (Amazon EMR
 * refuses older signatures). Milliseconds by the clock of AWS. Only then does a list without the step prove that it never ran.
 */
export const SIGNATURE_WINDOW_MS = 16 * 60_000
