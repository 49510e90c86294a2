'use client'
import { useQuery } from '@tanstack/react-query'
import type { Me } from '../../lib/contract/sessions.ts'
import { meQuery } from '../../lib/query/sessions.ts'

/** Who is signed in as the service knows them; null until it has said so. Hides nothing by itself: the service decides. */
export const useMe = (): Me | null => useQuery(meQuery()).data ?? null
