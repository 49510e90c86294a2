import type { Metadata } from 'next'
import { settings } from '../settings.ts'
import { Entrance } from './entrance.tsx'
import { returnPath } from './return-path.ts'
import { Sheet } from './sheet.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
	const { to, 'signed-out': signedOut } = await searchParams
	const landing = returnPath(Array.isArray(to) ? to[0] : to)
	return (
		<Sheet title="Sign in to Sluice">
			<Entrance to={landing} signedOut={signedOut !== undefined} settings={settings().public} />
		</Sheet>
	)
}
