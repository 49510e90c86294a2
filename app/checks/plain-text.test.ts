import { expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

it.each([
	['## What to do', 'What to do', 'a heading'],
	['Please add `glue:GetTable` to **the role**.', 'Please add glue:GetTable to the role.', 'code and bold'],
	[
		'see [the guide](https://docs.aws.amazon.com/x)',
		'see the guide: https://docs.aws.amazon.com/x',
		'a link keeps its address',
	],
	[
		'```json\n{ "Resource": "**" }\n# no heading\n```\nend',
		'{ "Resource": "**" }\n# no heading\nend',
		'a policy in a fence stays as it is',
	],
	['arn:aws:s3:::lake/* and s3:*', 'arn:aws:s3:::lake/* and s3:*', 'stars of a policy are no emphasis'],
	['- one\n- two', '- one\n- two', 'lists read well as they are'],
])('%j becomes %j: %s', (markdown, expected) => {
	expect(plainText(markdown)).toBe(expected)
})
