/** A trust policy as the product's set-up writes it: these principals, if they come with one of these external ids. */
export const trustPolicy = (principals: readonly string[], externalIds: readonly string[]): string =>
	JSON.stringify(
		{
			Version: '2012-10-17',
			Statement: [
				{
					Effect: 'Allow',
					Principal: { AWS: principals },
					Action: 'sts:AssumeRole',
					...(externalIds.length > 0 && { Condition: { StringEquals: { 'sts:ExternalId': externalIds } } }),
				},
			],
		},
		null,
		2,
	)
