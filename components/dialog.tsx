'use client'
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'

type Props = {
	open: boolean
	onClose: () => void
	title: string
	children: ReactNode
	/** Buttons at its foot. Focus starts on the cross, never on one of them. */
	actions?: ReactNode
}

/** A question or list over the page. Imported on first use only (next/dynamic), since it weighs more than a page. */
export default function Dialog({ open, onClose, title, children, actions }: Props) {
	const cross = useRef<HTMLButtonElement>(null)
	return (
		<Base.Root open={open} onOpenChange={onClose}>
			<Base.Portal>
				<Base.Backdrop className="fixed inset-0 z-40 bg-black/50" />
				<Base.Popup
					initialFocus={cross}
					className="fixed top-[10vh] left-1/2 z-50 flex max-h-[80vh] w-160 max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded border border-line bg-surface text-ink shadow-layer"
				>
					<header className="flex items-center justify-between gap-4 border-line border-b py-2 pr-2 pl-4">
						<Base.Title className="font-semibold">{title}</Base.Title>
						<Base.Close
							ref={cross}
							aria-label="Close"
							className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
						>
							<X aria-hidden className="size-4" />
						</Base.Close>
					</header>
					<div className="overflow-y-auto p-4">{children}</div>
					{actions && (
						<footer className="flex flex-wrap justify-end gap-2 border-line border-t px-4 py-3">{actions}</footer>
					)}
				</Base.Popup>
			</Base.Portal>
		</Base.Root>
	)
}
