import { keepingDates } from './answer-date.ts'
import type { AwsOperation, AwsService } from './ports.ts'

/** Also the one call that leads into an account. */
export type AnyOperation = AwsOperation | 'sts:AssumeRole'

export type OperationOf<Service extends Exclude<AwsService, 'sts'>> = Extract<AwsOperation, `${Service}:${string}`>

type Options = { abortSignal: AbortSignal }
type Output = { $metadata: unknown }

/** Sends one operation once, with the credentials its client was made for. Throws the SDK's errors. */
export type SendOperation<Operation extends AwsOperation> = (
	operation: Operation,
	input: Record<string, unknown>,
	options: Options,
) => Promise<Output>

/** The SDK's class for each operation of one service. */
export type Commands<Operation extends AwsOperation> = Record<Operation, new (input: never) => object>

/**
 * Operations by name instead of by class. The input is the domain's and goes unchecked: the SDK writes what its own schema
 * knows of it, and AWS judges the rest. That is why the casts are here.
 */
export function byName<Operation extends AwsOperation>(
	client: Parameters<typeof keepingDates>[0] & { send(command: never, options: Options): Promise<Output> },
	commands: Commands<Operation>,
): SendOperation<Operation> {
	keepingDates(client)
	return (operation, input, options) => client.send(new commands[operation](input as never) as never, options)
}

export const isOf = <Service extends Exclude<AwsService, 'sts'>>(
	service: Service,
	operation: AnyOperation,
): operation is OperationOf<Service> => operation.startsWith(`${service}:`)

export function serviceOf(operation: AnyOperation): AwsService {
	if (isOf('s3', operation)) return 's3'
	if (isOf('glue', operation)) return 'glue'
	return isOf('emr', operation) ? 'emr' : 'sts'
}
