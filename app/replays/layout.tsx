import type { ReactNode } from 'react'
import { Frame } from '../frame/frame.tsx'
import { settings } from '../settings.ts'

export default function Layout({ children }: { children: ReactNode }) {
	return <Frame settings={settings().public}>{children}</Frame>
}
