import { escapeXml } from './response-xml.ts'

/** The identity provider's metadata (SAML metadata 2.0), as an administrator would load it into IAM and into Sluice. */
export function writeMetadata(entityId: string, ssoUrl: string, certificates: string[]): string {
	const keys = certificates.map((certificate) => {
		const data = certificate.replace(/-----[^-]+-----|\s/g, '')
		return (
			'<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>' +
			`<ds:X509Certificate>${data}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
		)
	})
	return (
		'<?xml version="1.0" encoding="UTF-8"?>' +
		`<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(entityId)}">` +
		'<md:IDPSSODescriptor WantAuthnRequestsSigned="false" ' +
		`protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys.join('')}` +
		'<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>' +
		'<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" ' +
		`Location="${escapeXml(ssoUrl)}"/></md:IDPSSODescriptor></md:EntityDescriptor>`
	)
}
