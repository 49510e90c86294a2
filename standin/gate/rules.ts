import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type GateRoles, quotedList, render } from './render.ts'

const texts = z.record(z.string(), z.string())

const throttlingSchema = z.strictObject({
	'*/*': z.strictObject({ rateLimit: z.number().positive(), burstLimit: z.int().positive() }),
})

const corsSchema = z.strictObject({
	allowOrigin: z.string(),
	allowMethods: z.array(z.string()),
	allowHeaders: z.array(z.string()),
	exposeHeaders: z.array(z.string()),
	maxAgeSeconds: z.int(),
})

const responsesSchema = z.record(
	z.string(),
	z.strictObject({
		statusCode: z
			.string()
			.regex(/^[45]\d\d$/)
			.nullable(),
		responseParameters: z.record(z.string().startsWith('gatewayresponse.header.'), z.string()),
		responseTemplates: z.strictObject({ 'application/json': z.string().optional() }),
	}),
)

export type Limits = z.infer<typeof throttlingSchema>['*/*']
export type Cors = z.infer<typeof corsSchema>
export type GatewayResponses = z.infer<typeof responsesSchema>

/** The files of infra/gate, rendered and parsed: all that this gate knows of the API in front of which it stands. */
export type GateRules = {
	/** Unparsed JSON: an IAM document is read by the evaluator alone. */
	resourcePolicy: string
	/** Log field to `$context` variable. */
	accessLog: Record<string, string>
	/** Header to expression. */
	identityHeaders: Record<string, string>
	throttling: Limits
	cors: Cors
	responses: GatewayResponses
}

export type RuleValues = {
	/** `arn:aws:execute-api:REGION:ACCOUNT:APIID` */
	apiArn: string
	/** Scheme, host and port of the console. */
	consoleOrigin: string
	roles: GateRoles
}

export function readRules({ apiArn, consoleOrigin, roles }: RuleValues): GateRules {
	const cors = corsSchema.parse(JSON.parse(render(gateFile('cors'), { console_origin: consoleOrigin })))
	const resourcePolicy = render(gateFile('resource-policy'), {
		api_arn: apiArn,
		viewer_roles: quotedList(roles.viewer),
		support_roles: quotedList(roles.support),
		engineer_roles: quotedList(roles.engineer),
		admin_roles: quotedList(roles.admin),
		auditor_roles: quotedList(roles.auditor),
	})
	const responses = render(gateFile('gateway-responses'), {
		console_origin: consoleOrigin,
		expose_headers: cors.exposeHeaders.join(','),
	})
	return {
		resourcePolicy,
		accessLog: texts.parse(JSON.parse(render(gateFile('access-log'), {}))),
		identityHeaders: texts.parse(JSON.parse(render(gateFile('identity-headers'), {}))),
		throttling: throttlingSchema.parse(JSON.parse(render(gateFile('throttling'), {})))['*/*'],
		cors,
		responses: responsesSchema.parse(JSON.parse(responses)),
	}
}

function gateFile(name: string): string {
	return readFileSync(new URL(`../../infra/gate/${name}.json`, import.meta.url), 'utf8')
}
