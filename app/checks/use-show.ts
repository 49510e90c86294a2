'use client'
import { useQueryState } from 'nuqs'
import { showParam } from '../search-params.ts'

/** Which findings are shown, as the address says it. */
export const useShow = () => useQueryState('show', showParam)
