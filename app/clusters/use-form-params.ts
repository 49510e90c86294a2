'use client'
import { type UseQueryStatesReturn, useQueryStates } from 'nuqs'
import { clusterSearchParams } from '../search-params.ts'

export type FormParams = UseQueryStatesReturn<typeof clusterSearchParams>[0]

/** The form as its address holds it; on the page of a cluster, whose settings it is looked at through. */
export function useFormParams() {
	const [params, setParams] = useQueryStates(clusterSearchParams)
	return { params, change: (change: Partial<FormParams>) => void setParams(change) }
}
