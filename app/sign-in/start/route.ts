import { settings } from '../../settings.ts'
import { startSignIn } from './start.ts'

export const GET = (request: Request): Promise<Response> => startSignIn(request, settings(), Date.now())
