import { receiveReports } from './receive.ts'

export const POST = (request: Request): Promise<Response> => receiveReports(request, console.log)
