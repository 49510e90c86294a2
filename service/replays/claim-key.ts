/** Where the job takes its claims in the customer's bucket: its first act, on condition that none is there. */
export const CLAIMS = 'segment-stage/sluice-replays/'

export const claimKey = (token: string) => `${CLAIMS}${token}.claim`
