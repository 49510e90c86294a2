'use client'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { DiffView } from '../../components/diff-view.tsx'
import { Segmented } from '../../components/segmented.tsx'
import Tabs, { type Tab } from '../../components/tabs.tsx'
import type { Advice } from '../../lib/contract/check-report.ts'
import { useCase } from '../frame/case.ts'
import { plainParts, plainText } from './plain-text.ts'
import { addresseeName } from './words.ts'

type Props = {
	advice: Advice[]
	/** The open finding: its advice comes first. */
	open: string | null
	/** The ticket the check was run for. */
	ticket: string | null
}

/** What to change and what to send. Loaded on first use only: tabs weigh as much as the report. */
export default function AdvicePanel({ advice, open, ticket }: Props) {
	const [picked, setPicked] = useState<{ open: string | null; adviceId: string } | null>(null)
	const fitting = advice.find(({ findingIds }) => open !== null && findingIds.includes(open)) ?? advice[0]
	const chosen = (picked?.open === open && advice.find(({ adviceId }) => adviceId === picked.adviceId)) || fitting
	if (!chosen) return null
	return (
		<>
			{advice.length > 1 && (
				<Segmented
					label="Advice"
					segments={advice.map(({ adviceId, title }) => ({ value: adviceId, name: title }))}
					value={chosen.adviceId}
					onChange={(adviceId) => setPicked({ open, adviceId })}
				/>
			)}
			<Fix key={`fix ${chosen.adviceId}`} advice={chosen} />
			<Message key={`message ${chosen.adviceId}`} advice={chosen} ticket={ticket} />
		</>
	)
}

function Fix({
	advice: { title, addressee, findingIds, policy, policyBefore, terraform, commands },
}: {
	advice: Advice
}) {
	const tabs: Tab[] = []
	if (policy !== null) {
		const content =
			policyBefore === null ? (
				<CodeBlock text={policy} what="policy" />
			) : (
				<DiffView before={policyBefore} after={policy} what="policy" />
			)
		tabs.push({ name: 'Policy', content })
	}
	if (terraform !== null) tabs.push({ name: 'Terraform', content: <CodeBlock text={terraform} what="Terraform" /> })
	if (commands !== null) tabs.push({ name: 'CLI', content: <CodeBlock text={commands} what="commands" /> })
	return (
		<Card title="Fix" aside={<span className="text-muted text-sm">{covers(findingIds.length)}</span>}>
			<p className="px-4 py-3">
				{title}. {tabs.length === 0 && (addressee === 'us' ? OURS : NO_SNIPPET)}
			</p>
			{tabs.length > 0 && <Tabs label="Ways to fix it" tabs={tabs} />}
		</Card>
	)
}

const covers = (count: number) => `for ${count} ${count === 1 ? 'finding' : 'findings'}`
const OURS = 'This is ours to put right; there is nothing to send to the customer.'
const NO_SNIPPET = 'No policy of ours can lift this, so there is no snippet: the message says what to ask for.'

function Message({ advice: { message, addressee }, ticket }: { advice: Advice; ticket: string | null }) {
	const { ticket: caseTicket } = useCase()
	if (message === null) return null
	const reference = caseTicket ?? ticket
	const markdown = reference ? `${message.trimEnd()}\n\nReference: ${reference}` : message
	return (
		<Card title="Message" aside={<span className="text-muted text-sm">To {addresseeName(addressee)}</span>}>
			<Tabs
				label="Forms of the message"
				tabs={[
					{ name: 'Plain', content: <PlainMessage markdown={markdown} /> },
					{ name: 'Markdown', content: <CodeBlock text={markdown} what="message as Markdown" kind="words" /> },
				]}
			/>
		</Card>
	)
}

const PlainMessage = ({ markdown }: { markdown: string }) => (
	<CodeBlock text={plainText(markdown)} what="message" kind="prose">
		{plainParts(markdown).map(({ code, text }) =>
			code ? <code key={text} className="text-sm">{`${text}\n`}</code> : `${text}\n`,
		)}
	</CodeBlock>
)
