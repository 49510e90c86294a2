import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Answer, AwsCall } from '../call.ts'
import { refuse } from './refuse.ts'

/** Holds the body against the checksums sent with it. The signed hash is the listener's, as of every service. */
export function refuseBody(call: AwsCall): Answer | null {
	const { headers, body } = call
	const promised = headers['x-amz-checksum-crc32']
	const algorithm = headers['x-amz-sdk-checksum-algorithm']
	if (algorithm !== undefined && (algorithm !== 'CRC32' || promised === undefined)) {
		const message =
			'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.'
		return refuse(call, { status: 400, code: 'InvalidRequest', message })
	}
	if (promised !== undefined && !isBase64(promised, 4)) {
		const message = 'Value for x-amz-checksum-crc32 header is invalid.'
		return refuse(call, { status: 400, code: 'InvalidRequest', message })
	}
	if (promised !== undefined && promised !== crc32Of(body)) {
		const message = 'The CRC32 you specified did not match the calculated checksum.'
		return refuse(call, { status: 400, code: 'BadDigest', message })
	}
	const md5 = headers['content-md5']
	if (md5 !== undefined && !isBase64(md5, 16)) {
		const message = 'The Content-MD5 you specified was invalid.'
		return refuse(call, { status: 400, code: 'InvalidDigest', message })
	}
	if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
		const message = 'The Content-MD5 you specified did not match what we received.'
		return refuse(call, { status: 400, code: 'BadDigest', message })
	}
	return null
}

const isBase64 = (text: string, bytes: number): boolean => {
	const read = Buffer.from(text, 'base64')
	return read.length === bytes && read.toString('base64') === text
}

/** Four bytes, big end first, in base 64. */
function crc32Of(body: Buffer): string {
	const bytes = Buffer.alloc(4)
	bytes.writeUInt32BE(crc32(body))
	return bytes.toString('base64')
}
