import { BREAKS, type Probe } from '../probe.ts'

const everywhere = (weight: 'mandatory' | 'extra') =>
	({ sync: weight, 'replay-existing': weight, 'replay-dedicated': weight, debug: weight }) as const

export const ASSUME_ROLE = 'trust-assume-role'

export const trustProbes: readonly Probe[] = [
	{
		id: ASSUME_ROLE,
		group: 'trust',
		action: 'sts:AssumeRole',
		resource: ({ roleArn }) => roleArn,
		purpose: 'Enters the account through its role',
		breaks: BREAKS.externalId,
		profiles: everywhere('mandatory'),
		needs: [],
		way: { by: 'trust', part: 'role' },
	},
	{
		id: 'trust-identity',
		group: 'trust',
		action: 'sts:AssumeRole',
		resource: ({ roleArn }) => roleArn,
		purpose: 'The role belongs to the account of the Glue catalog',
		breaks: BREAKS.internal,
		profiles: everywhere('mandatory'),
		needs: [ASSUME_ROLE],
		way: { by: 'trust', part: 'account' },
	},
	{
		id: 'trust-external-id-enforced',
		group: 'trust',
		action: 'sts:AssumeRole',
		resource: ({ roleArn }) => roleArn,
		purpose: 'Keeps out whoever does not know the external id',
		breaks: null,
		profiles: everywhere('extra'),
		needs: [ASSUME_ROLE],
		way: { by: 'trust', part: 'strangers' },
	},
]
