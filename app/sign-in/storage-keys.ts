/** What the ACS leaves in sessionStorage of the tab for the page that follows, which takes it away first. */
export const SEALED_KEY = 'sluice.sealed'
/** A refusal in plain words and where to try again. */
export const REFUSAL_KEY = 'sluice.refusal'
