const OFF = [
	'accelerometer',
	'autoplay',
	'camera',
	'clipboard-read',
	'display-capture',
	'encrypted-media',
	'fullscreen',
	'gamepad',
	'geolocation',
	'gyroscope',
	'hid',
	'idle-detection',
	'local-fonts',
	'magnetometer',
	'microphone',
	'midi',
	'payment',
	'picture-in-picture',
	'publickey-credentials-get',
	'screen-wake-lock',
	'serial',
	'usb',
	'window-management',
	'xr-spatial-tracking',
]

/** Headers of every answer of the console, static files, 404 and 500 included. The policy with its nonce is added by proxy.ts. */
export const STATIC_HEADERS = [
	{ key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
	{ key: 'X-Content-Type-Options', value: 'nosniff' },
	{ key: 'Referrer-Policy', value: 'no-referrer' },
	{ key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
	{ key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
	// Writing to the clipboard stays on for the copy buttons.
	{ key: 'Permissions-Policy', value: OFF.map((feature) => `${feature}=()`).join(', ') },
	{ key: 'Reporting-Endpoints', value: 'csp="/csp-reports"' },
]

/** The policy of what is no document: opened by itself it may draw itself, and that is all. */
export const NOTHING_RUNS = {
	key: 'Content-Security-Policy',
	value: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
