const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** "1.4 GiB" of a number of bytes, in the powers of 1,024 that S3 shows: three figures at most, none invented below a KiB. */
export function size(bytes: number): string {
	let value = bytes
	let unit = 0
	while (value >= 1024 && unit < UNITS.length - 1) {
		value /= 1024
		unit += 1
	}
	// 1,023.6 KiB is a MiB to whoever reads it, not "1024 KiB".
	if (unit > 0 && unit < UNITS.length - 1 && Math.round(value) === 1024) {
		value = 1
		unit += 1
	}
	if (unit === 0) return value === 1 ? '1 byte' : `${value} bytes`
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

/** "4,380" and its noun: `counted(1, 'day')` is "1 day". */
export const counted = (count: number, noun: string, plural = `${noun}s`) =>
	`${count.toLocaleString('en')} ${count === 1 ? noun : plural}`
