import { expect, it } from 'vitest'
import { counted, size } from './size.ts'

it.each<[number, string, string]>([
	[0, '0 bytes', 'nothing'],
	[1, '1 byte', 'one'],
	[1023, '1023 bytes', 'the last before a unit'],
	[1024, '1.0 KiB', 'a unit'],
	[10_240, '10 KiB', 'no decimals from ten on'],
	[1_048_575, '1.0 MiB', 'never 1024 of the smaller unit'],
	[107_374_182_400, '100 GiB', 'the limit as it is set'],
	[2 ** 60, '1024 PiB', 'beyond the largest unit'],
])('says %d as %s (%s)', (bytes, words) => {
	expect(size(bytes)).toBe(words)
})

it.each<[number, string]>([
	[1, '1 day'],
	[0, '0 days'],
	[4380, '4,380 days'],
])('counts %d as %s', (count, words) => {
	expect(counted(count, 'day')).toBe(words)
})
