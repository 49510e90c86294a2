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
export function TrustCard({ tries }: { tries: TrustTry[] }) {
	const ways = [...new Set(tries.map(wayOf))].map((way) => tries.filter((one) => wayOf(one) === way))
	return (
		<Card title="Who may take the role" aside={<span className="text-muted text-sm">Tried at most once a day</span>}>
			{ways.map((same) => {
				const [first] = same
				if (!first) return null
				return (
					<section key={wayOf(first)} className="border-line border-b px-4 py-2.5 last:border-b-0">
						<h3 className="text-muted text-sm">Asked as</h3>
						<Mono text={first.principalArn} what="principal ARN" />
						<p className="text-muted text-sm">for the role</p>
						<Mono text={first.roleArn} what="role ARN" />
						<table className="mt-2 w-full border-collapse text-left text-sm">
							<caption className="sr-only">Answers to {first.principalArn}</caption>
							<thead className="text-muted">
								<tr>
									<th className="font-medium">External id</th>
									<th className="font-medium">Answer</th>
								</tr>
							</thead>
							<tbody>
								{same.map((one) => (
									<Line key={`${one.of} ${one.externalId}`} one={one} />
								))}
							</tbody>
						</table>
					</section>
				)
			})}
		</Card>
	)
}

const wayOf = ({ principalArn, roleArn }: TrustTry) => `${principalArn} ${roleArn}`

function Line({ one: { externalId, of, accepted, at } }: { one: TrustTry }) {
	const stranger = of === 'none' || of === 'random'
	const { tone, word } = answerOf(accepted, stranger)
	return (
		<tr className="border-line border-t">
			<td className="wrap-anywhere py-1 pr-3">
				{externalId && !stranger && <code className="block">{externalId}</code>}
				<span className="text-muted">{WHOSE.get(of) ?? of}</span>
			</td>
			<td className="py-1">
				<span className="flex items-center gap-1.5">
					<VerdictMark tone={tone} />
					{word}
				</span>
				<Age iso={at} />
			</td>
		</tr>
	)
}

/** That a stranger is let in is the worst answer of all, so his marks are the other way round. */
function answerOf(accepted: boolean | null, stranger: boolean): { tone: VerdictTone; word: string } {
	if (accepted === null) return { tone: 'warn', word: 'No answer' }
	return { tone: accepted === stranger ? 'bad' : 'good', word: accepted ? 'Accepted' : 'Refused' }
}
