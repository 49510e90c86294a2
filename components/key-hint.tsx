/** A key of the keyboard, drawn as one. Decoration beside a control that works without it. */
export function KeyHint({ children }: { children: string }) {
	return (
		<kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-muted text-xs">
			{children}
		</kbd>
	)
}
