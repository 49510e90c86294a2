/** What other nouns show of clusters. */
export { ClusterCard } from './cluster-card.tsx'
export { headlineOf as clusterHeadlineOf, verdictOf as clusterVerdictOf } from './words.ts'
