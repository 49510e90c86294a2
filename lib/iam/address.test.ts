import { expect, it } from 'vitest'
import { addressInRange } from './address.ts'

it.each([
	['10.0.0.1', '10.0.0.0/8', true, 'inside'],
	['11.0.0.1', '10.0.0.0/8', false, 'outside'],
	['10.1.16.1', '10.1.0.0/20', false, 'a prefix inside a byte'],
	['10.1.15.1', '10.1.0.0/20', true, 'a prefix inside a byte'],
	['10.0.0.1', '10.0.0.77/24', true, 'host bits do not count'],
	['9.9.9.9', '0.0.0.0/0', true, 'no bits: everything'],
	['10.0.0.1', '10.0.0.1', true, 'a lone address is itself'],
	['10.0.0.10', '10.0.0.1', false, 'not a text prefix'],
	['10.0.0.1', '10.0.0.1/33', false, 'more bits than there are'],
	['10.0.0.1', '10.0.0.0/', false, 'no length after the slash'],
	['10.0.0.1', '10.0.0.0/8/8', false, 'two lengths'],
	['10.0.0.256', '10.0.0.0/8', false, 'no byte'],
	['010.0.0.1', '10.0.0.0/8', false, 'a leading zero could be octal'],
	['10.0.1', '10.0.0.0/8', false, 'three parts'],
	['', '0.0.0.0/0', false, 'nothing'],
	['2001:db8::1', '2001:DB8::/32', true, 'letters of either case'],
	['2001:0db8:0:0:0:0:0:1', '2001:db8::1', true, 'long and short form are one address'],
	['2001:db8:0:ac00::9', '2001:db8:0:ab00::/56', false, 'a prefix inside a group'],
	['2001:db8:0:abff::9', '2001:db8:0:ab00::/56', true, 'a prefix inside a group'],
	['::1', '::/0', true, 'no bits of the long family'],
	['10.0.0.1', '::/0', false, 'families never meet'],
	['::1', '0.0.0.0/0', false, 'families never meet'],
	['::ffff:10.0.0.1', '10.0.0.0/8', false, 'a mapped address stays in its family'],
	['::ffff:10.0.0.1', '::ffff:a00:0/104', true, 'the dotted tail is two groups'],
	['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8/128', true, 'all groups'],
	['1:2:3:4:5:6:7', '::/0', false, 'a group is missing'],
	['1:2:3:4:5:6:7:8:9', '::/0', false, 'a group too many'],
	['1:2:3:4::5:6:7:8', '::/0', false, 'the gap stands for nothing'],
	['1::2::3', '::/0', false, 'two gaps'],
	['fe80::1%eth0', '::/0', false, 'no zones'],
	['12345::', '::/0', false, 'a group too long'],
])('%s in %s: %s (%s)', (address, range, expected) => {
	expect(addressInRange(address, range)).toBe(expected)
})
