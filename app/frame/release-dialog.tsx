'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { useForm } from 'react-hook-form'
import { Button } from '../../components/button.tsx'
import Dialog from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/input.tsx'
import { sessions } from '../../lib/contract/sessions.ts'
import { releaseSession } from '../../lib/query/sessions.ts'
import { useCase } from './case.ts'
import { ReleaseOutcome } from './release-outcome.tsx'

const request = sessions.release.input.body
const typed = { setValueAs: (text: string) => text.trim() }

/** Unties a person from their Cognito identity. Loaded on first use only, since the form library weighs as much as a page. */
export default function ReleaseDialog({ onClose }: { onClose: () => void }) {
	const { ticket } = useCase()
	const id = useId()
	const release = useMutation(releaseSession())
	const { register, handleSubmit, formState } = useForm({
		resolver: zodResolver(request),
		mode: 'onTouched',
		defaultValues: { person: '', ticket: ticket ?? '' },
	})
	const { errors } = formState
	return (
		<Dialog
			open
			onClose={onClose}
			title="Release a sign-in"
			actions={
				<>
					<Button onClick={onClose}>{release.isSuccess ? 'Done' : 'Cancel'}</Button>
					<Button type="submit" form={id} kind="primary" disabled={release.isPending}>
						{release.isPending ? 'Releasing…' : 'Release sign-in'}
					</Button>
				</>
			}
		>
			<p className="max-w-prose pb-4">
				For somebody whose sign-in is refused because it belongs to another identity: release them, or the person that
				identity is bound to. The released person’s session stops working at once, and they sign in again.
			</p>
			<form
				id={id}
				noValidate
				onSubmit={handleSubmit((values) => release.mutate(values))}
				className="grid gap-x-4 gap-y-2 pb-2 sm:grid-cols-[minmax(0,1fr)_12rem]"
			>
				<Field label="Person’s e-mail" hint="As in Okta." error={errors.person?.message}>
					{(control) => <TextInput {...control} {...register('person', typed)} inputMode="email" />}
				</Field>
				<Field label="Ticket" hint="Recorded with the release." error={errors.ticket?.message}>
					{(control) => <TextInput {...control} {...register('ticket', typed)} mono placeholder="LAKE-1234" />}
				</Field>
			</form>
			<ReleaseOutcome result={release.data} error={release.error} person={release.variables?.person} />
		</Dialog>
	)
}
