import type { Description } from '../gateway/description.ts'

/** Where this tab stands. Times are epoch milliseconds of the server's clock. No state holds a secret. */
export type SessionState =
	| { at: 'starting' }
	| { at: 'signed-out'; chosen: boolean }
	| { at: 'asking-siblings' }
	| { at: 'waiting-for-other-tab'; since: number }
	| { at: 'leaving' }
	| { at: 'exchanging' }
	| { at: 'signed-in'; identityId: string; expiresAt: number }
	| { at: 'expiring'; identityId: string; expiresAt: number }
	| { at: 'expired'; identityId: string }
	| { at: 'refused'; description: Description }

export type SessionEvent =
	| { type: 'ask' }
	| { type: 'wait'; since: number }
	| { type: 'leave' }
	| { type: 'exchange' }
	| { type: 'signed-in'; identityId: string; expiresAt: number }
	| { type: 'expiring' }
	| { type: 'expired' }
	| { type: 'refused'; description: Description }
	| { type: 'signed-out'; chosen: boolean }
