const KEY = 'sluice.tab'

/**
 * Names this tab over its page loads, so that it knows its own mark. Not a secret. The name lies in `tab`, the tab's
 * sessionStorage, only between two of its pages: "Duplicate tab" copies that storage, and both would be taken for one.
 */
export function tabId(tab: Storage, page: Pick<EventTarget, 'addEventListener'>): string {
	const id = tab.getItem(KEY) ?? crypto.randomUUID()
	tab.removeItem(KEY)
	page.addEventListener('pagehide', () => tab.setItem(KEY, id))
	// Back may wake this page itself instead of loading it anew.
	page.addEventListener('pageshow', () => tab.removeItem(KEY))
	return id
}
