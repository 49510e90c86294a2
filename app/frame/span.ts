/** A length of time in words: "3 days", "47 minutes", and "50 seconds" only below two minutes. Milliseconds in; never negative. */
export function span(milliseconds: number): string {
	const seconds = Math.max(0, Math.round(milliseconds / 1000))
	if (seconds >= 172_800) return `${Math.round(seconds / 86_400)} days`
	if (seconds >= 7200) return `${Math.round(seconds / 3600)} hours`
	if (seconds >= 120) return `${Math.round(seconds / 60)} minutes`
	return seconds === 1 ? '1 second' : `${seconds} seconds`
}
