import clsx from 'clsx'
import { VerdictMark, type VerdictTone } from '../../components/verdict-mark.tsx'

type Props = {
	tone: VerdictTone
	sentence: string
	/** Keeps the room of two lines in wide windows too, so that a longer sentence moves nothing when it comes. */
	roomy?: boolean
}

/** The sentence on top with its mark. */
export const VerdictTitle = ({ tone, sentence, roomy = false }: Props) => (
	<span className={clsx('flex min-h-14 gap-2.5', !roomy && 'lg:min-h-7')}>
		<span className="flex h-7 items-center">
			<VerdictMark tone={tone} large />
		</span>
		<span className="min-w-0">{sentence}</span>
	</span>
)
