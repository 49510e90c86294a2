import type { ClientSettings } from './client-settings.ts'
import { openEmr } from './emr.ts'
import { openGlue } from './glue.ts'
import { isOf, type OperationOf, type SendOperation } from './operations.ts'
import type { AwsOperation } from './ports.ts'
import { openS3 } from './s3.ts'

/** All operations of one session. A client is made when its service is first asked: most sessions ask one. */
export function openServices(settings: ClientSettings, s3PathStyle: boolean): SendOperation<AwsOperation> {
	let s3: SendOperation<OperationOf<'s3'>> | undefined
	let glue: SendOperation<OperationOf<'glue'>> | undefined
	let emr: SendOperation<OperationOf<'emr'>> | undefined
	return (operation, input, options) => {
		if (isOf('s3', operation)) {
			s3 ??= openS3(settings, s3PathStyle)
			return s3(operation, input, options)
		}
		if (isOf('glue', operation)) {
			glue ??= openGlue(settings)
			return glue(operation, input, options)
		}
		emr ??= openEmr(settings)
		return emr(operation, input, options)
	}
}
