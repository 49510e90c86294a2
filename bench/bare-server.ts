import { createServer } from 'node:http'

const body = process.env.BENCH_BODY ?? ''
const server = createServer((_request, response) => {
	response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
	response.end(body)
})
server.listen(Number(process.env.BENCH_PORT), '127.0.0.1', () => console.log('ready'))
