import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Answer, AwsCall } from '../call.ts'
import { refuse } from './refuse.ts'

/** Holds the body against the checksums sent with it. The signed hash is the listener's, as of every service. */
export function refuseBody(call: AwsCall): Answer | null {
	const { headers, body } = call
	const promised = headers['x-amz-checksum-crc32']
	if (promised !== undefined && promised !== crc32Of(body)) {
		const message = 'The CRC32 you specified did not match the calculated checksum.'
		return refuse(call, { status: 400, code: 'BadDigest', message })
	}
	const md5 = headers['content-md5']
	if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
		const message = 'The Content-MD5 you specified did not match what we received.'
		return refuse(call, { status: 400, code: 'BadDigest', message })
	}
	return null
}

/** Four bytes, big end first, in base 64. */
function crc32Of(body: Buffer): string {
	const bytes = Buffer.alloc(4)
	bytes.writeUInt32BE(crc32(body))
	return bytes.toString('base64')
}
