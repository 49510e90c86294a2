'use client'
import type { ReactNode } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { ChoiceField } from '../../components/choice-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { accountOf, REGIONS } from '../../lib/contract/aws-name.ts'
import { pastedAccountId, pastedBucket, pastedClusterId, pastedRoleArn } from '../../lib/contract/paste.ts'
import { archive } from '../../lib/contract/sources.ts'
import { ExternalIdsField } from './external-ids-field.tsx'
import type { SourceForm } from './form-values.ts'
import { SETTINGS } from './setting.ts'

const change = { shouldDirty: true, shouldValidate: true }

/** Every setting of a source, in the groups in which its page shows them. */
export function SettingsFields({ form, isNew }: { form: UseFormReturn<SourceForm>; isNew: boolean }) {
	const { control } = form
	/** A role ARN names the customer's account: it fills an account that is still empty. */
	const fillAccount = (text: string) => {
		const account = accountOf(pastedRoleArn(text))
		if (account && !form.getValues('settings.catalogId')) form.setValue('settings.catalogId', account, change)
	}
	return (
		<>
			<Group title="Source">
				{isNew && (
					<TextField
						control={control}
						name="sourceId"
						label="Source id"
						mono
						hint="As the product shows it. It cannot change later."
					/>
				)}
				<TextField control={control} name="settings.customer" label={SETTINGS.customer} />
				<TextField control={control} name="settings.workspaceId" label={SETTINGS.workspaceId} mono />
				<ChoiceField control={control} name="settings.region" label={SETTINGS.region} options={REGIONS} />
			</Group>
			<Group title="The customer's account">
				<TextField
					control={control}
					name="settings.roleArn"
					label={SETTINGS.roleArn}
					mono
					placeholder="arn:aws:iam::123456789012:role/SegmentDataLakeRole"
					pasted={pastedRoleArn}
					onPasted={fillAccount}
				/>
				<ExternalIdsField control={control} label={SETTINGS.externalIds} hint="One per line; a pasted list works." />
				<TextField
					control={control}
					name="settings.catalogId"
					label={SETTINGS.catalogId}
					mono
					hint="The 12 digits of the account that holds the role."
					pasted={pastedAccountId}
				/>
				<TextField control={control} name="settings.database" label={SETTINGS.database} mono />
				<TextField
					control={control}
					name="settings.bucket"
					label={SETTINGS.bucket}
					mono
					hint="An s3:// address or ARN may be pasted."
					pasted={pastedBucket}
				/>
				<TextField
					control={control}
					name="settings.clusterId"
					label={SETTINGS.clusterId}
					mono
					hint="A cluster ARN or console address may be pasted."
					pasted={pastedClusterId}
				/>
			</Group>
			<Group title="Our archive">
				<TextField
					control={control}
					name="settings.archive.bucket"
					label={SETTINGS['archive.bucket']}
					mono
					pasted={pastedBucket}
				/>
				<TextField
					control={control}
					name="settings.archive.prefix"
					label={SETTINGS['archive.prefix']}
					mono
					hint="Ends with /."
				/>
				<ChoiceField
					control={control}
					name="settings.archive.layout"
					label={SETTINGS['archive.layout']}
					options={archive.shape.layout.options}
				/>
			</Group>
		</>
	)
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
	<fieldset className="rounded border border-line bg-surface px-4 pt-3 pb-1">
		<legend className="sr-only">{title}</legend>
		<p aria-hidden="true" className="mb-3 font-semibold">
			{title}
		</p>
		<div className="grid gap-x-6 gap-y-1 md:grid-cols-2">{children}</div>
	</fieldset>
)
