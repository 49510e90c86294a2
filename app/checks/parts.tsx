/** What other nouns show of checks. */
export { AccessPathCard } from './access-path-card.tsx'
export { LastVerdict } from './last-verdict.tsx'
export { PermissionsCard } from './permissions-card.tsx'
export { SourceField } from './source-field.tsx'
export { verdictOf as checkVerdictOf } from './standing.ts'
export { submissionKeys } from './submission-key.ts'
export { type SourceLookup, useSourceLookup } from './use-source-lookup.ts'
export { addresseeName, confidenceName, profileName } from './words.ts'
