/** What other nouns show of replays. */
export { ReplaysCard } from './replays-card.tsx'
export { statusOf as replayStatusOf } from './words.ts'
