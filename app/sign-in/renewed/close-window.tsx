'use client'
import { useEffect } from 'react'

/** Browsers may keep a window open that Okta has been in (Cross-Origin-Opener-Policy); the text beside this says so. */
export function CloseWindow() {
	useEffect(() => window.close(), [])
	return null
}
