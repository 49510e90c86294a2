import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import './globals.css'
import { FIRST_SCRIPT } from './first-script.ts'

export const metadata: Metadata = { title: { default: 'Sluice', template: '%s - Sluice' } }

/** The same HTML for everybody. Reading the nonce makes every page render per request, which the policy needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
	const nonce = (await headers()).get('x-nonce') ?? undefined
	return (
		<html lang="en" suppressHydrationWarning>
			<head>
				{/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant; scripts have no other way to hold text */}
				<script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: FIRST_SCRIPT }} />
			</head>
			<body>
				<ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
					{children}
				</ThemeProvider>
			</body>
		</html>
	)
}
