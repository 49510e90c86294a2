'use client'
import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { RefObject } from 'react'

type Props<Value extends string> = {
	open: boolean
	onClose: () => void
	/** The button that opens it. A press on it is left to that button. */
	anchor: RefObject<HTMLElement | null>
	label: string
	value: Value
	options: readonly { value: Value; name: string }[]
	onChoose: (value: Value) => void
}

/** A menu to choose one of a few. Imported on first use only (next/dynamic), since it weighs more than a page. */
export default function ChoiceMenu<Value extends string>(props: Props<Value>) {
	const { open, onClose, anchor, label, value, options, onChoose } = props
	return (
		<Base.Root
			open={open}
			modal={false}
			onOpenChange={(_, details) => {
				if (anchor.current?.contains(details.event.target as Node | null)) details.cancel()
				else onClose()
			}}
		>
			<Base.Portal>
				<Base.Positioner anchor={anchor} align="end" sideOffset={6} collisionPadding={8} className="z-40">
					<Base.Popup
						aria-label={label}
						className="min-w-36 rounded border border-line bg-surface p-1 text-ink shadow-layer"
					>
						<Base.RadioGroup value={value} onValueChange={(chosen: Value) => onChoose(chosen)}>
							{options.map((option) => (
								<Base.RadioItem
									key={option.value}
									value={option.value}
									closeOnClick
									className="flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-hover"
								>
									<span className="size-4">
										<Base.RadioItemIndicator>
											<Check aria-hidden className="size-4 text-accent" />
										</Base.RadioItemIndicator>
									</span>
									{option.name}
								</Base.RadioItem>
							))}
						</Base.RadioGroup>
					</Base.Popup>
				</Base.Positioner>
			</Base.Portal>
		</Base.Root>
	)
}
