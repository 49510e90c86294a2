import clsx from 'clsx'
import type { ComponentProps } from 'react'

const LOOK =
	'w-full rounded-md border border-edge bg-surface px-2.5 text-ink placeholder:text-muted aria-invalid:border-bad disabled:bg-sunken'

type Face = { mono?: boolean }

const face = ({ mono }: Face, more: string, className?: string) =>
	clsx(LOOK, more, mono && 'font-mono text-sm', className)

export function TextInput({ mono, className, ...rest }: ComponentProps<'input'> & Face) {
	return <input spellCheck={!mono} autoComplete="off" {...rest} className={face({ mono }, 'h-8', className)} />
}

export function TextArea({ mono, className, ...rest }: ComponentProps<'textarea'> & Face) {
	return <textarea spellCheck={!mono} {...rest} className={face({ mono }, 'py-1.5', className)} />
}

/** The platform's own list: it is quick, accessible and known. Browsers set its text in by 4 px more than that of a field. */
export function Select({ mono, className, ...rest }: ComponentProps<'select'> & Face) {
	return <select {...rest} className={face({ mono }, 'h-8 pl-1.5', className)} />
}
