import { type ReactNode, useId } from 'react'
import { AlertIcon } from './mark.tsx'

/** What a control needs so that its label, hint and error are read out with it. */
export type ControlProps = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

type Props = {
	label: string
	hint?: ReactNode
	error?: string | undefined
	children: (control: ControlProps) => ReactNode
}

/** Label, hint and error around one control. The error takes the hint's place, so that the form does not jump. */
export function Field({ label, hint, error, children }: Props) {
	const id = useId()
	const described = error || hint ? `${id}-about` : undefined
	return (
		<div className="flex flex-col gap-1">
			<label htmlFor={id} className="font-medium">
				{label}
			</label>
			{children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
			<p id={described} className="wrap-anywhere min-h-5 text-muted text-sm">
				{error ? (
					<span className="flex gap-1.5 text-bad">
						<AlertIcon className="mt-0.75 size-3.5 shrink-0" />
						<span className="block min-w-0 wrap-anywhere first-letter:uppercase">{error}</span>
					</span>
				) : (
					hint
				)}
			</p>
		</div>
	)
}
