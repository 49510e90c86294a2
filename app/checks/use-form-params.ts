'use client'
import { type UseQueryStatesReturn, useQueryStates } from 'nuqs'
import { checkSearchParams } from '../search-params.ts'

export type FormParams = UseQueryStatesReturn<typeof checkSearchParams>[0]

/** The form as its address holds it. */
export function useFormParams() {
	const [params, setParams] = useQueryStates(checkSearchParams)
	return { params, change: (change: Partial<FormParams>) => void setParams(change) }
}
