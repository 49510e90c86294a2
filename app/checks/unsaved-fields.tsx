'use client'
import { Button } from '../../components/button.tsx'
import { ChoiceField } from '../../components/choice-field.tsx'
import { Notice } from '../../components/notice.tsx'
import { TextField } from '../../components/text-field.tsx'
import { accountOf, REGIONS } from '../../lib/contract/aws-name.ts'
import type { Profile } from '../../lib/contract/check-report.ts'
import { pastedAccountId, pastedBucket, pastedClusterId, pastedRoleArn } from '../../lib/contract/paste.ts'
import type { Role } from '../../lib/contract/role.ts'
import type { Source } from '../../lib/contract/sources.ts'
import { useCase } from '../frame/case.ts'
import type { UnsavedSetting } from '../search-params.ts'
import { settingName } from '../sources/parts.tsx'
import { ForeignAccount } from './foreign-account.tsx'
import { foreignAccount, storedTexts } from './unsaved-values.ts'
import type { FormParams } from './use-form-params.ts'
import type { useRunCheck } from './use-run-check.ts'
import { useUnsavedForm } from './use-unsaved-form.ts'

export type UnsavedFieldsProps = {
	source: Source
	profile: Profile
	params: FormParams
	onChange: (change: Partial<FormParams>) => void
	check: ReturnType<typeof useRunCheck>
	role: Role
}

/** Every setting of a check, starting from the stored ones. */
export function UnsavedFields({ source, profile, params, onChange, check, role }: UnsavedFieldsProps) {
	const { ticket } = useCase()
	const { form, values, elsewhere } = useUnsavedForm(source, params, onChange, check.error)
	const { control } = form
	const stored = storedTexts(source)
	const field = (name: UnsavedSetting) => ({
		control,
		name,
		label: name === 'externalId' ? 'External id' : settingName(name),
		hint: values[name] === stored[name] ? undefined : `Stored: ${stored[name]}`,
	})
	const differs = Object.keys(stored).some((name) => values[name as UnsavedSetting] !== stored[name as UnsavedSetting])
	const account = foreignAccount(source, values)
	const forbidden = account !== null && (!ticket || (role !== 'engineer' && role !== 'admin'))
	return (
		<form
			noValidate
			aria-label="Settings that are not saved yet"
			className="flex flex-col gap-2"
			onSubmit={form.handleSubmit((settings) => check.run({ sourceId: source.sourceId, profile, settings }))}
		>
			<ChoiceField {...field('region')} options={REGIONS} />
			<TextField
				{...field('roleArn')}
				mono
				pasted={pastedRoleArn}
				onPasted={(text) => {
					const pasted = accountOf(pastedRoleArn(text))
					if (pasted) form.setValue('catalogId', pasted, { shouldValidate: true })
				}}
			/>
			<ChoiceField {...field('externalId')} options={source.externalIds ?? []} />
			<TextField {...field('catalogId')} mono pasted={pastedAccountId} />
			<TextField {...field('bucket')} mono pasted={pastedBucket} />
			<TextField {...field('database')} mono />
			<TextField {...field('clusterId')} mono pasted={pastedClusterId} />
			{account && <ForeignAccount account={account} stored={stored.catalogId} role={role} ticket={ticket} />}
			{elsewhere.length > 0 && (
				<Notice tone="bad" title="The service also says">
					{elsewhere.join('; ')}
				</Notice>
			)}
			{!differs && <p className="text-muted text-sm">Nothing differs from the stored settings yet.</p>}
			<div className="pt-2">
				<Button type="submit" kind="primary" disabled={forbidden || check.starting}>
					{check.starting ? 'Starting…' : 'Check these settings'}
				</Button>
			</div>
		</form>
	)
}
