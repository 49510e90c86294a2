import { BREAKS, type Probe } from '../probe.ts'

export const iamProbes: readonly Probe[] = [
	{
		id: 'iam-pass-role',
		group: 'iam',
		action: 'iam:PassRole',
		resource: () => null,
		purpose: 'Hands the three EMR roles to a cluster made for a replay',
		breaks: BREAKS.submit,
		profiles: { 'replay-dedicated': 'mandatory' },
		needs: [],
		way: {
			by: 'nothing',
			headline: 'iam:PassRole cannot be tried by itself: it is asked only while a cluster is being started.',
		},
	},
]
