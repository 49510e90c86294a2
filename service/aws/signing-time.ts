import type { EMRClientConfig } from '@aws-sdk/client-emr'
import { SignatureV4 } from '@smithy/signature-v4'

export type SignerConstructor = NonNullable<EMRClientConfig['signerConstructor']>
type Signer = InstanceType<SignerConstructor>

/**
 * A signer that writes this time into every signature, whatever the clock says when the request leaves: AWS refuses it
 * once the time is too old, so a call that was held up cannot take effect long after it was meant.
 */
export const signerAt = (signedAt: Date): SignerConstructor =>
	class implements Signer {
		readonly #signer: SignatureV4

		constructor(options: ConstructorParameters<SignerConstructor>[0]) {
			this.#signer = new SignatureV4(options)
		}

		sign: Signer['sign'] = (request, options) => this.#signer.sign(request, { ...options, signingDate: signedAt })
	}
