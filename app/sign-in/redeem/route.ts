import { settings } from '../../settings.ts'
import { redeem } from './redeem.ts'

export const POST = (request: Request): Promise<Response> =>
	redeem(request, { settings: settings(), now: Date.now, log: console.log })
