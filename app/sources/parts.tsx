/** What other nouns show of sources. */
export { settingName } from './setting.ts'
