import { describe, expect, it } from 'vitest'
import { tabId } from './tab-id.ts'
import { storage } from './tabs.fixture.ts'

function load(tab: Storage) {
	const page = new EventTarget()
	const id = tabId(tab, page)
	return {
		id,
		hide: () => page.dispatchEvent(new Event('pagehide')),
		show: () => page.dispatchEvent(new Event('pageshow')),
	}
}

/** What a browser does on "Duplicate tab". */
function duplicate(tab: Storage): Storage {
	const copy = storage()
	for (let index = 0; index < tab.length; index++) {
		const key = tab.key(index) ?? ''
		copy.setItem(key, tab.getItem(key) ?? '')
	}
	return copy
}

describe('the name of a tab', () => {
	it('stays over its page loads', () => {
		const tab = storage()
		const first = load(tab)
		first.hide()
		const second = load(tab)
		second.hide()
		expect([second.id, load(tab).id]).toEqual([first.id, first.id])
	})

	it('is not shared with a duplicate of the tab', () => {
		const tab = storage()
		const { id } = load(tab)
		expect(load(duplicate(tab)).id).not.toBe(id)
	})

	it('is not shared with a duplicate of a page that Back has woken', () => {
		const tab = storage()
		const { id, hide, show } = load(tab)
		hide()
		show()
		expect(load(duplicate(tab)).id).not.toBe(id)
		hide()
		expect(load(tab).id).toBe(id)
	})
})
