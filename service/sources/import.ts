import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'

export type ImportError = { item: number; sourceId: string | null; field: string; message: string; fix: string }
/** All or nothing: with `ok: false` nothing was stored. `item` counts from 0. */
export type ImportReport =
	| { ok: true; created: number; changed: number; unchanged: number }
	| { ok: false; errors: ImportError[] }
