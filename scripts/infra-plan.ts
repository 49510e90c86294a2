import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Terraform } from './infra-terraform.ts'

/** Answers `GetCallerIdentity`, all that a plan of a stack that does not exist yet may ask AWS. */
const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111122223333:user/plan</Arn><UserId>AIDAPLAN</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`

/**
 * Plans a root with the real provider, by keys of this run and an AWS on loopback: mocks never ask the provider whether a
 * value is allowed. Values are those of the root's own tests. One fault for what was refused; empty when all is well.
 */
export async function planFaults(terraform: Terraform, root: string): Promise<string[]> {
	const asked: string[] = []
	const server = createServer(async (request, response) => {
		const action = await actionOf(request)
		if (action !== 'GetCallerIdentity') asked.push(`the plan asks AWS for ${action}`)
		response.writeHead(action === 'GetCallerIdentity' ? 200 : 400, { 'content-type': 'text/xml' }).end(IDENTITY)
	})
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
	const { port } = server.address() as AddressInfo
	try {
		const args = ['plan', '-input=false', '-no-color', '-lock=false', '-var-file=tests/stack.auto.tfvars']
		const { code, stderr } = await terraform.run(root, args, {
			AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
			AWS_ACCESS_KEY_ID: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
			AWS_SECRET_ACCESS_KEY: randomBytes(20).toString('hex'),
		})
		return code === 0 ? asked : [...asked, stderr.trim() || `terraform plan ended with ${code}`]
	} finally {
		server.close()
	}
}

/** STS and others name it in a form, the rest by path or header. */
async function actionOf(request: IncomingMessage): Promise<string> {
	const action = new URLSearchParams(await text(request)).get('Action')
	return action ?? `${request.headers['x-amz-target'] ?? `${request.method} ${request.url}`}`
}
