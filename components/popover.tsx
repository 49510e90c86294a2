'use client'
import { Popover as Base } from '@base-ui/react/popover'
import clsx from 'clsx'
import type { ReactNode, RefObject } from 'react'

type Props = {
	open: boolean
	onClose: () => void
	/** The button that opens it. A press on it is left to that button. */
	anchor: RefObject<HTMLElement | null>
	label: string
	/** For a few short choices. */
	narrow?: boolean
	children: ReactNode
}

/** A layer beside its button. Imported on first use only (next/dynamic), since it weighs more than a page. */
export default function Popover({ open, onClose, anchor, label, narrow = false, children }: Props) {
	return (
		<Base.Root
			open={open}
			onOpenChange={(_, details) => {
				if (anchor.current?.contains(details.event.target as Node | null)) details.cancel()
				else onClose()
			}}
		>
			<Base.Portal>
				<Base.Positioner anchor={anchor} align="end" sideOffset={6} collisionPadding={8} className="z-40">
					<Base.Popup
						aria-label={label}
						className={clsx(
							narrow ? 'w-44' : 'w-84',
							'max-h-[calc(100dvh-4rem)] max-w-[calc(100vw-1rem)] overflow-y-auto rounded border border-line bg-surface text-ink shadow-layer',
						)}
					>
						{children}
					</Base.Popup>
				</Base.Positioner>
			</Base.Portal>
		</Base.Root>
	)
}
