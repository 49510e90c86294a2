/** What other nouns show of checks. */
export { AccessPathCard } from './access-path-card.tsx'
export { LastVerdict } from './last-verdict.tsx'
export { PermissionsCard } from './permissions-card.tsx'
