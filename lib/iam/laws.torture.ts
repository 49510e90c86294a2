import fc from 'fast-check'
import { it } from 'vitest'
import { laws } from './laws.fixture.ts'

it.each(laws)('%s: 50,000 sets of policies', (_law, property) => fc.assert<unknown[]>(property, { numRuns: 50_000 }))
