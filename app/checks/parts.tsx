/** What other nouns show of checks. */
export { LastVerdict } from './last-verdict.tsx'
export { PermissionsCard } from './permissions-card.tsx'
