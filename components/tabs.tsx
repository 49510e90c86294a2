'use client'
import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

export type Tab = { name: string; content: ReactNode }

/** A few views of one thing. Imported on first use only (next/dynamic), as everything of this library is. */
export default function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
	return (
		<Base.Root defaultValue={tabs[0]?.name}>
			<Base.List aria-label={label} className="flex flex-wrap gap-x-4 border-line border-b px-4">
				{tabs.map(({ name }) => (
					<Base.Tab
						key={name}
						value={name}
						className="-mb-px h-9 border-transparent border-b-2 text-muted text-sm transition-colors hover:text-ink aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
					>
						{name}
					</Base.Tab>
				))}
			</Base.List>
			{tabs.map(({ name, content }) => (
				<Base.Panel key={name} value={name} className="px-4 py-3">
					{content}
				</Base.Panel>
			))}
		</Base.Root>
	)
}
