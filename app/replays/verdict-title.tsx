import { VerdictMark, type VerdictTone } from '../../components/verdict-mark.tsx'

/** The sentence on top with its mark. It keeps the room of two lines, so that a longer one moves nothing. */
export const VerdictTitle = ({ tone, sentence }: { tone: VerdictTone; sentence: string }) => (
	<span className="flex min-h-14 gap-2.5 lg:min-h-7">
		<span className="flex h-7 items-center">
			<VerdictMark tone={tone} large />
		</span>
		<span className="min-w-0">{sentence}</span>
	</span>
)
