import clsx from 'clsx'
import type { ComponentProps } from 'react'

type Kind = 'primary' | 'secondary' | 'quiet' | 'danger'
type Size = 'small' | 'normal' | 'large'

const SIZES: Record<Size, string> = {
	small: 'h-7 px-2.5 text-sm',
	normal: 'h-8 px-3',
	large: 'h-10 px-5',
}

const KINDS: Record<Kind, string> = {
	primary: 'border-transparent bg-accent text-accent-on hover:bg-accent-strong',
	secondary: 'border-line bg-surface text-ink hover:border-edge hover:bg-hover',
	quiet: 'border-transparent text-muted hover:bg-hover hover:text-ink',
	danger: 'border-bad-line bg-surface text-bad hover:bg-bad-soft',
}

/** The look of a button, for links that lead on as well. */
export const buttonClass = (kind: Kind = 'secondary', size: Size = 'normal') =>
	clsx(
		'inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium transition-colors',
		'disabled:opacity-60 disabled:hover:border-line disabled:hover:bg-surface',
		SIZES[size],
		KINDS[kind],
	)

type Props = ComponentProps<'button'> & { kind?: Kind; size?: Size }

/** Its text is a verb. `type` is `button` unless said otherwise, so that nothing submits by accident. */
export function Button({ kind, size, className, type = 'button', ...rest }: Props) {
	return <button {...rest} type={type} className={clsx(buttonClass(kind, size), className)} />
}

/** A square button that shows only an icon; `label` is its name for everybody who does not see it. */
export function IconButton({ label, className, ...rest }: ComponentProps<'button'> & { label: string }) {
	return (
		<button
			{...rest}
			type="button"
			aria-label={label}
			title={label}
			className={clsx(
				'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink',
				className,
			)}
		/>
	)
}
