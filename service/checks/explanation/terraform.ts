import { isShipped } from './shipped.ts'

/** Commit of segmentio/terraform-segment-data-lakes that brought AddTags into the role's policy; no release holds it yet. */
const WITH_ADD_TAGS = 'eb6c8e13c7548f0198120e7370e221a149cc1a9c'
const LAST_RELEASE = 'v0.8.3'

/** The version of the shipped module whose policy holds all these actions; null when none does. */
export function terraformRights(actions: readonly string[]): string | null {
	if (!actions.every(isShipped)) return null
	const tags = actions.includes('elasticmapreduce:AddTags')
	return [
		'# For a role that the shipped module made: its policy allows these actions.',
		...(tags
			? [`# elasticmapreduce:AddTags came in December 2024, after release ${LAST_RELEASE}: pin the commit.`]
			: []),
		'module "iam" {',
		`  source = "git@github.com:segmentio/terraform-segment-data-lakes//aws_datalake/modules/iam?ref=${tags ? WITH_ADD_TAGS : LAST_RELEASE}"`,
		'  # the other lines stay as they are',
		'}',
	].join('\n')
}
