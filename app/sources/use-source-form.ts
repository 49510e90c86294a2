'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useForm } from 'react-hook-form'
import type { Source, SourceSettings } from '../../lib/contract/sources.ts'
import { putSource } from '../../lib/query/sources.ts'
import { useCase } from '../frame/case.ts'
import { fieldErrorsOf } from '../frame/field-errors.ts'
import { useSession } from '../frame/session.tsx'
import { rebase } from './difference.ts'
import { type SourceForm, settingsOf, sourceForm, startingValues } from './form-values.ts'
import { PLACES, placeErrors } from './place.ts'
import { sourceDrafts } from './source-draft.ts'

const edit = { shouldDirty: true, shouldTouch: true, shouldValidate: true }

/** What the edits stand on: the stored settings when editing began, or nothing for a new source. */
type Base = { version: number; settings: SourceSettings | null }

const baseOf = (source: Source | null): Base => ({
	version: source?.version ?? 0,
	settings: source && settingsOf(source),
})

/** The form of one source: edits, their draft, saving, and going on from a newer version. `source` is null for a new one. */
export function useSourceForm(source: Source | null, onSaved: (saved: Source, ticket: string) => void) {
	const { ticket } = useCase()
	const session = useSession()
	const name = source?.sourceId ?? ''
	const drafts = useMemo(() => sourceDrafts(session.drafts, name), [session, name])
	const [base, setBase] = useState(() => baseOf(source))
	const [draft, setDraft] = useState(() => drafts.read())
	const [leftOut, setLeftOut] = useState<string[]>([])
	const [elsewhere, setElsewhere] = useState<string[]>([])
	const save = useMutation(putSource())
	const form = useForm<SourceForm>({
		resolver: zodResolver(sourceForm),
		mode: 'onChange',
		defaultValues: startingValues(name, base.settings, ticket),
	})

	useEffect(() => {
		for (const { place, value } of draft?.edits ?? []) form.setValue(place, value, edit)
	}, [form, draft])

	useEffect(() => {
		const keep = () => {
			const dirty = PLACES.filter((place) => form.getFieldState(place).isDirty)
			if (dirty.length === 0) return drafts.drop()
			const edits = dirty.map((place) => ({ place, value: form.getValues(place) }))
			setLeftOut(drafts.keep({ baseVersion: base.version, edits }))
		}
		keep()
		return form.subscribe({ formState: { values: true, dirtyFields: true }, callback: keep })
	}, [form, drafts, base.version])

	return {
		form,
		base,
		draft,
		leftOut,
		elsewhere,
		save,
		discard() {
			drafts.drop()
			setDraft(null)
			form.reset(startingValues(name, base.settings, ticket))
		},
		/** Takes over what somebody else stored and puts the edits on top again. */
		goOnFrom(stored: Source) {
			const theirs = settingsOf(stored)
			if (!theirs || !base.settings) return
			const { kept } = rebase(base.settings, form.getValues('settings'), theirs)
			const typedTicket = form.getValues('ticket')
			form.reset(startingValues(stored.sourceId, theirs, typedTicket))
			for (const [field, value] of kept) form.setValue(`settings.${field}`, value, edit)
			setBase(baseOf(stored))
			save.reset()
		},
		/** `onRefused` is called once the form shows why. */
		submit(values: SourceForm, onRefused: () => void) {
			const { sourceId, settings, ticket: reason } = values
			save.mutate(
				{ sourceId, settings, baseVersion: base.version, ticket: reason },
				{
					onSuccess: ({ source: saved }) => {
						drafts.drop()
						onSaved(saved, reason)
					},
					onError: (error) => {
						onRefused()
						const { placed, elsewhere: others } = placeErrors(fieldErrorsOf(error))
						for (const [index, { place, message }] of placed.entries()) {
							form.setError(place, { type: 'server', message }, { shouldFocus: index === 0 })
						}
						setElsewhere(others.map(({ field, message }) => `${field} ${message}`))
					},
				},
			)
		},
	}
}
