/** What other nouns show of clusters. */
export { ClusterCard } from './cluster-card.tsx'
