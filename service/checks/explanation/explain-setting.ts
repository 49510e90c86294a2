import type { Finding } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import { type Explanation, NOTHING_TO_PASTE, type WrongSetting } from './cause.ts'
import { code } from './words.ts'

type Said = Pick<Explanation, 'clause' | 'remedy' | 'steps'> & Partial<Explanation>

/** The rights are fine or cannot be judged: what the settings name is not so. The record to correct is our own. */
export function explainSetting(setting: WrongSetting, target: Target, findings: readonly Finding[]): Explanation {
	return {
		...NOTHING_TO_PASTE,
		addressee: 'settings-admin',
		lift: "Whoever keeps the source's settings can correct them.",
		...said(setting, target, findings),
	}
}

function said(setting: WrongSetting, target: Target, findings: readonly Finding[]): Said {
	switch (setting.field) {
		case 'region':
			return wrongRegion(setting.found, target)
		case 'cluster':
			return setting.found === 'ended' ? clusterEnded(target) : clusterUnknown(target)
		case 'bucket':
			return setting.found === 'foreign' ? bucketForeign(target) : bucketMissing(target)
		case 'database':
			return databaseMissing(target)
		case 'account':
			return wrongAccount(target)
		case 'key':
			return keyUnusable(target)
		case 'other':
			return {
				clause: `what the settings name for ${findings[0]?.action ?? 'a right'} does not exist or lies elsewhere`,
				remedy: `Compare the settings of ${target.sourceId} with what the customer's account holds.`,
				steps: [`Please compare the settings of source ${code(target.sourceId)} with what the account holds.`],
			}
	}
}

function wrongRegion(found: string | null, { region, sourceId }: Target): Said {
	const elsewhere = found ?? 'another region'
	return {
		clause: `the bucket lies in ${elsewhere}, but the settings say ${region}`,
		remedy:
			found === null
				? `Set the region of ${sourceId} to the one in which its bucket lies.`
				: `Set the region of ${sourceId} to ${found}, where its bucket lies.`,
		steps: [
			`The field **AWS region** of source ${code(sourceId)} says ${code(region)}, but the bucket lies in ${found === null ? elsewhere : code(found)}. Bucket, EMR cluster and Glue catalog must share one region, so what Glue and EMR answered in ${code(region)} says nothing about the lake. Please set the field to ${found === null ? 'the region of the bucket' : code(found)}.`,
			'If cluster and catalog really are in the region of the settings, it is the bucket that is wrong: then please give the bucket that lies beside them.',
		],
		hypotheses: ['The settings name the wrong bucket, and the lake does lie in their region.'],
	}
}

function clusterEnded({ clusterId, sourceId }: Target): Said {
	return {
		clause: `cluster ${clusterId} of the settings has ended`,
		lift: "Whoever keeps the source's settings can name the cluster that runs now.",
		remedy: `Set the EMR cluster id of ${sourceId} to the cluster that runs now; ${clusterId} takes no more work.`,
		steps: [
			`The field **EMR cluster id** of source ${code(sourceId)} says ${code(clusterId)}. That cluster has ended and takes no more work. An ended cluster cannot be started again.`,
			'Please set the field to the id of the cluster that runs now. If none runs, the customer has to create one first, with the tag `vendor=segment`.',
		],
	}
}

function clusterUnknown({ clusterId, region, sourceId }: Target): Said {
	return {
		clause: `${region} has no cluster ${clusterId}, which the settings name`,
		lift: "Whoever keeps the source's settings can name the cluster that runs now.",
		remedy: `Set the EMR cluster id of ${sourceId} to the cluster that runs now; ${region} knows no ${clusterId}.`,
		steps: [
			`The field **EMR cluster id** of source ${code(sourceId)} says ${code(clusterId)}, but EMR knows no such cluster in ${code(region)}. The id is mistyped, the cluster ended long ago, or it runs in another region.`,
			'Please set the field to the id of the cluster that runs now.',
		],
		hypotheses: ['The id is mistyped.', 'The cluster ended long ago.', 'The cluster runs in another region.'],
	}
}

function bucketMissing({ bucket, sourceId }: Target): Said {
	return {
		clause: 'the bucket of the settings does not exist',
		remedy: `Set the bucket of ${sourceId} to one that exists; there is no ${bucket}.`,
		steps: [
			`The field **S3 bucket** of source ${code(sourceId)} says ${code(bucket)}, but there is no such bucket. Please set the field to the bucket of the lake. If it was deleted, it must be created again before anything can be loaded.`,
		],
	}
}

function bucketForeign({ bucket, catalogId, sourceId }: Target): Said {
	return {
		clause: 'the bucket most likely belongs to another account than the rest of the lake',
		remedy: `Set the bucket of ${sourceId} to one of account ${catalogId}; ${bucket} most likely belongs to another.`,
		steps: [
			`The field **S3 bucket** of source ${code(sourceId)} says ${code(bucket)}. S3 refuses to treat it as a bucket of account ${code(catalogId)}, the account of the role and of the Glue catalog: most likely another account owns it.`,
			`Please set the field to the bucket of the lake in account ${code(catalogId)}.`,
		],
		hypotheses: ["The bucket is the customer's, and a policy refuses us to list it without saying so."],
	}
}

function databaseMissing({ database, region, sourceId }: Target): Said {
	return {
		clause: `the Glue database ${database} of the settings does not exist`,
		remedy: `Set the Glue database of ${sourceId} to one that exists in ${region}, or have ${database} created.`,
		steps: [
			`The field **Glue database** of source ${code(sourceId)} says ${code(database)}, but the catalog has no such database in ${code(region)}. Please set the field to the database of the lake. If it was deleted, it must be created again.`,
		],
	}
}

function wrongAccount({ catalogId, roleArn, sourceId }: Target): Said {
	return {
		clause: 'the role belongs to another account than the Glue catalog of the settings',
		remedy: `Make role ARN and Glue catalog id of ${sourceId} name one account: the role is ${roleArn}, the catalog ${catalogId}.`,
		steps: [
			`The fields of source ${code(sourceId)} name two accounts: the role ${code(roleArn)} and the Glue catalog ${code(catalogId)}. A lake lies in one account. Please correct the field that is wrong.`,
		],
	}
}

function keyUnusable({ bucket }: Target): Said {
	return {
		addressee: 'key-owner',
		clause: 'the KMS key of the bucket is disabled, deleted or not usable',
		lift: 'Only the owner of the KMS key can make it usable again.',
		remedy: `Enable the KMS key under which ${bucket} encrypts, or set another one as the bucket's default.`,
		steps: [
			`The bucket ${code(bucket)} encrypts with a KMS key that is disabled, waiting to be deleted, or gone. Please enable the key again. Without it nothing can be written, and what is encrypted under it cannot be read.`,
		],
		commands: `aws s3api get-bucket-encryption --bucket ${bucket}`,
	}
}
