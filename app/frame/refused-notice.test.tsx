// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Refusal } from '../../lib/gateway/refusal.ts'
import { RefusedError } from '../../lib/query/refused-error.ts'
import { RefusedNotice } from './refused-notice.tsx'
import { refusedWith, stage } from './stage.fixture.tsx'

const refusalOf = (code: Parameters<typeof refusedWith>[0]): Refusal => {
	const outcome = refusedWith(code, 'Because.')
	if (outcome.ok) throw new Error('refusedWith did not refuse')
	return outcome.refusal
}

const expired: Refusal = {
	...{ by: 'gate', reason: 'expired-token', status: 403, message: null },
	...{ requestId: 'r-1', extendedRequestId: null, retryAfterSeconds: null },
}

it.each<[string, Refusal, string[]]>([
	['nothing was sent', { by: 'network', reason: 'no-credentials', requestId: null }, ['Renew sign-in']],
	['an admin released the person', refusalOf('identity-not-bound'), ['Renew sign-in', 'Try again']],
	['the person signed out elsewhere', refusalOf('session-ended'), ['Renew sign-in', 'Try again']],
	['the gate finds the credentials expired', expired, ['Renew sign-in', 'Try again']],
	['the service is busy', refusalOf('overloaded'), ['Try again']],
])('offers what helps when %s', (_, refusal, offered) => {
	const retried: string[] = []
	const { pressed } = stage(<RefusedNotice error={new RefusedError(refusal)} onRetry={() => retried.push('again')} />)
	const buttons = screen.getAllByRole('button').filter(({ textContent }) => textContent)
	expect(buttons.map(({ textContent }) => textContent)).toEqual(offered)
	for (const button of buttons) fireEvent.click(button)
	expect([pressed.length, retried.length]).toEqual([
		offered.includes('Renew sign-in') ? 1 : 0,
		offered.includes('Try again') ? 1 : 0,
	])
})
