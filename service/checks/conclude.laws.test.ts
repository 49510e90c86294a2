import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
	ADDRESSEES,
	advice,
	type Finding,
	finding,
	LAYERS,
	OUTCOMES,
	PROFILES,
	type TrustTry,
	VERDICTS,
} from '../../lib/contract/check-report.ts'
import { conclude } from './conclude.ts'
import { AT, aTry, context, older, target, usual } from './explanation/findings.fixture.ts'
import { PROBES } from './probes.ts'
import { remedyOf } from './remedy.ts'

const orAbsent = <T>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.constant(null), fc.constant(undefined))

const layerNames = [
	'identity-based policy',
	'resource-based policy',
	'permissions boundary',
	'session policy',
	'service control policy',
	'VPC endpoint policy',
]
const actions = PROBES.map(({ action }) => action)
const arns = [
	target.roleArn,
	`arn:aws:s3:::${target.bucket}`,
	`arn:aws:s3:::${target.bucket}/segment-stage/.sluice-probe-1`,
	'arn:aws:kms:us-east-1:510987654324:key/1b2c',
	'arn:aws:glue:us-east-1:510987654324:table/grove_android/sluice_probe_1',
]

const said = fc.oneof(
	fc.constantFrom(
		'Access Denied',
		'',
		'Rate exceeded',
		'Insufficient Lake Formation permission(s): Required Create Table on grove_android',
		'Insufficient Lake Formation permission(s)',
	),
	fc
		.tuple(
			fc.constantFrom(...actions, 'new:Thing', 'arn:aws'),
			fc.constantFrom(...arns),
			fc.constantFrom(...layerNames),
			fc.constantFrom('', ': arn:aws:iam::510987654324:policy/Guard'),
		)
		.chain(([action, arn, layer, policy]) =>
			fc.constantFrom(
				`User: x is not authorized to perform: ${action} on resource: ${arn}`,
				`User: x is not authorized to perform: ${action} on resource: "${arn}" because no ${layer} allows the ${action} action${policy}`,
				`User: x is not authorized to perform: ${action} on resource: ${arn} with an explicit deny in a ${layer}${policy}`,
			),
		),
	fc.string(),
)

const findings: fc.Arbitrary<Finding> = fc.record({
	findingId: fc.constantFrom(...PROBES.map(({ id }) => id), 'new-probe'),
	group: fc.constantFrom('trust', 's3', 'glue', 'emr', 'iam', 'a new group'),
	action: fc.constantFrom(...actions, 'new:Thing'),
	resource: orAbsent(fc.constantFrom(...arns)),
	purpose: fc.constant('Does something'),
	outcome: fc.constantFrom(...OUTCOMES, 'new-outcome'),
	layer: fc.oneof(fc.constantFrom(...LAYERS, 'new-layer'), fc.constant(null)),
	explicit: fc.constantFrom(true, false, null),
	confidence: fc.constantFrom('certain', 'likely', 'unsure'),
	mandatory: fc.boolean(),
	headline: fc.constantFrom('It is so.', 'The bucket is in eu-west-1; the settings say us-east-1.'),
	breaks: fc.constantFrom('Internal error', 'Insufficient permissions: S3 upload', null),
	blockedBy: fc.constant(null),
	hypotheses: fc.constant([]),
	evidence: fc.record({
		call: fc.constant('x:Y'),
		input: orAbsent(fc.constant({})),
		httpStatus: fc.constant(400),
		code: fc.constantFrom('AccessDenied', 'RegionDisabledException', 'NoSuchBucket', 'InvalidRequestException', null),
		awsRequestId: orAbsent(fc.constant('b25f48e8')),
		message: orAbsent(said),
		policyArn: orAbsent(fc.constant('arn:aws:iam::510987654324:policy/Guard')),
		soundness: fc.constant('unproven'),
		calibratedAt: fc.constant(null),
		at: fc.constantFrom(AT, null),
		durationMs: fc.constant(1),
	}),
	remediation: fc.constant(null),
})

const tries: fc.Arbitrary<TrustTry> = fc
	.record({
		principalArn: fc.constantFrom(usual, older, 'arn:aws:iam::294048959147:role/other'),
		roleArn: fc.constantFrom(target.roleArn, 'arn:aws:iam::510987654324:role/segment-data-lake-iam-role'),
		externalId: fc.constantFrom('ws-grove', 'grove-ios', null),
		of: fc.constantFrom('workspace', 'this-source', 'other-source', 'none', 'random', 'new'),
		accepted: fc.constantFrom(true, false, null),
	})
	.map(aTry)

const runs = { numRuns: 1_000 }
const given = [
	fc.array(findings, { maxLength: 12 }),
	fc.array(tries, { maxLength: 6 }),
	fc.constantFrom(...PROFILES),
] as const
const around = { ...context, otherIds: [{ externalId: 'grove-ios', sourceId: 'grove-ios' }] }

/** What everybody reads must not name these; `ws-grove` stands for every external id. */
const SECRETS = [/arn:/, /\d{12}/, new RegExp(target.bucket), /ws-grove/, /grove-ios/]
const UNFINISHED = /\$\{|\bundefined\b|\bnull\b|\[object|NaN|<[A-Za-z]/

describe('any findings', () => {
	it('give a conclusion in the form of the contract', () => {
		fc.assert(
			fc.property(...given, (list, trust, profile) => {
				const { verdict, findings: after, advice: advices } = conclude(list, trust, target, profile, around)
				expect(VERDICTS).toContain(verdict)
				z.array(finding).parse(after)
				z.array(advice).parse(advices)
				expect(after.map(({ findingId, outcome }) => [findingId, outcome])).toEqual(
					list.map(({ findingId, outcome }) => [findingId, outcome]),
				)
				const ids = advices.map(({ adviceId }) => adviceId)
				expect(new Set(ids).size).toBe(ids.length)
				for (const { remediation } of after) if (remediation?.adviceId) expect(ids).toContain(remediation.adviceId)
			}),
			runs,
		)
	})

	it('are told in finished texts, and what everybody reads names nothing restricted', () => {
		fc.assert(
			fc.property(...given, (list, trust, profile) => {
				const { headline, findings: after, advice: advices } = conclude(list, trust, target, profile, around)
				const open = [headline, ...after.flatMap((one) => [one.headline, ...one.hypotheses])]
				for (const text of open) for (const secret of SECRETS) expect(text).not.toMatch(secret)
				const closed = advices.flatMap(({ title, message, commands, terraform }) => [
					title,
					message,
					commands,
					terraform,
				])
				const sentences = after.flatMap(({ remediation }) => remediation?.sentence ?? [])
				for (const text of [...open, ...closed, ...sentences]) {
					expect(text ?? '').not.toMatch(UNFINISHED)
					expect(text).not.toBe('')
				}
			}),
			runs,
		)
	})

	it('never send to the customer what is ours, and never hand out a wildcard', () => {
		fc.assert(
			fc.property(...given, (list, trust, profile) => {
				for (const one of conclude(list, trust, target, profile, around).advice) {
					expect(ADDRESSEES).toContain(one.addressee)
					expect(one.message === null).toBe(one.addressee === 'us')
					if (one.addressee === 'organisation-admin')
						expect([one.policy, one.commands, one.terraform]).toEqual([null, null, null])
					if (one.policy) expect(one.policy).not.toMatch(/"Action": \[?\s*"[^"]*\*|"Principal": "\*"|"AWS": "\*"/)
				}
			}),
			runs,
		)
	})

	it('say the same of the verdict whatever extras are added', () => {
		fc.assert(
			fc.property(...given, findings, (list, trust, profile, extra) => {
				const before = conclude(list, trust, target, profile, around)
				const after = conclude([...list, { ...extra, mandatory: false }], trust, target, profile, around)
				expect(after.verdict).toBe(before.verdict)
			}),
			runs,
		)
	})
})

it('one finding has a remedy exactly when somebody could act on it', () => {
	fc.assert(
		fc.property(findings, (one) => {
			const remedy = remedyOf(one, target, around)
			expect(remedy !== null).toBe(['denied', 'wrong-setting', 'error'].includes(one.outcome))
			if (remedy) expect(remedy.sentence).not.toMatch(UNFINISHED)
		}),
		runs,
	)
})
