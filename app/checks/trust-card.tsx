import { Card } from '../../components/card.tsx'
import { Mono } from '../../components/mono.tsx'
import { Age } from '../../components/time.tsx'
import { VerdictMark, type VerdictTone } from '../../components/verdict-mark.tsx'
import type { TrustTry } from '../../lib/contract/check-report.ts'

const WHOSE = new Map<string, string>([
	['workspace', 'id of the workspace'],
	['this-source', 'id of this source'],
	['other-source', 'id of another source'],
	['none', 'no external id'],
	['random', 'a made-up id'],
])

/** Who may take the customer's role, found out by trying: the ways of ours, and the ways of a stranger, who must be refused. */
export function TrustCard({ tries, roleArn }: { tries: TrustTry[]; roleArn: string | undefined }) {
	const ways = [...new Set(tries.map(wayOf))].map((way) => tries.filter((one) => wayOf(one) === way))
	return (
		<Card title="Who may take the role" aside={<span className="text-muted text-sm">Tried at most once a day</span>}>
			<table className="w-full border-collapse text-left">
				<caption className="sr-only">Who asked for the role, and what was answered</caption>
				<thead className="text-muted text-sm">
					<tr>
						<th className="h-9 px-4 font-medium">External id</th>
						<th className="h-9 pr-4 font-medium">Answer</th>
					</tr>
				</thead>
				{ways.map((same) => (
					<Way key={same.map(wayOf)[0]} same={same} roleArn={roleArn} />
				))}
			</table>
		</Card>
	)
}

const wayOf = ({ principalArn, roleArn }: TrustTry) => `${principalArn} ${roleArn}`

/** One principal of ours asking for one role, with one external id after the other. */
function Way({ same, roleArn }: { same: TrustTry[]; roleArn: string | undefined }) {
	const [first] = same
	if (!first) return null
	return (
		<tbody className="border-line border-t">
			<tr>
				<th scope="rowgroup" colSpan={2} className="bg-sunken px-4 py-1.5 font-normal">
					<span className="block text-muted text-sm">Asked as</span>
					<Mono text={first.principalArn} what="principal ARN" />
					{first.roleArn !== roleArn && (
						<>
							<span className="block text-muted text-sm">for another role of the workspace</span>
							<Mono text={first.roleArn} what="role ARN" />
						</>
					)}
				</th>
			</tr>
			{same.map((one) => (
				<Line key={`${one.of} ${one.externalId}`} one={one} />
			))}
		</tbody>
	)
}

function Line({ one: { externalId, of, accepted, at } }: { one: TrustTry }) {
	const stranger = of === 'none' || of === 'random'
	const { tone, word } = answerOf(accepted, stranger)
	return (
		<tr className="border-line border-t">
			<td className="wrap-anywhere px-4 py-1.5 text-sm">
				{externalId && !stranger && <code className="mr-2">{externalId}</code>}
				<span className="text-muted">{WHOSE.get(of) ?? of}</span>
			</td>
			<td className="py-1.5 pr-4 text-sm">
				<span className="flex flex-wrap items-center gap-x-1.5">
					<VerdictMark tone={tone} />
					{word}
					<Age iso={at} />
				</span>
			</td>
		</tr>
	)
}

/** That a stranger is let in is the worst answer of all, so his marks are the other way round. */
function answerOf(accepted: boolean | null, stranger: boolean): { tone: VerdictTone; word: string } {
	if (accepted === null) return { tone: 'warn', word: 'No answer' }
	return { tone: accepted === stranger ? 'bad' : 'good', word: accepted ? 'Accepted' : 'Refused' }
}
