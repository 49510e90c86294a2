/** The small sluice gate: two posts, a lifted leaf, the water that may pass. */
export function Logo({ className }: { className?: string }) {
	return (
		<svg
			viewBox="0 0 24 24"
			aria-hidden="true"
			className={className}
			fill="none"
			stroke="currentColor"
			strokeWidth="1.75"
			strokeLinecap="round"
			strokeLinejoin="round"
		>
			<path d="M5 21V4M19 21V4M3 4h18" />
			<path d="M12 4v3M9 7h6v7H9z" />
			<path d="M2 18c1.7-1.3 3.3-1.3 5 0s3.3 1.3 5 0 3.3-1.3 5 0 3.3 1.3 5 0" />
		</svg>
	)
}
