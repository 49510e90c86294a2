import { readDenial } from '../../../lib/iam/denial.ts'
import type { Target } from '../order.ts'
import { ALLOWED, BREAKS, type Probe, type Scene } from '../probe.ts'
import { glueId, inDatabase } from './glue.ts'
import { EXISTS, firstTable, isMissing, MISSING } from './glue-answer.ts'
import { databaseArn, inProbeTable, tableArn } from './resource.ts'
import { ASSUME_ROLE } from './trust.ts'

const GET_TABLES = glueId('GetTables')
const DEFAULT = 'default'
const glue = { group: 'glue', profiles: { sync: 'mandatory' } } as const
const call = { by: 'call', service: 'glue' } as const

const inDefault = (target: Target) => [databaseArn(target, DEFAULT), tableArn(target, DEFAULT, '*')]

/** A database that exists, so that asking to create it creates nothing; null when none is known to. */
async function existingDatabase(scene: Scene): Promise<string | null> {
	const { target } = scene
	if (scene.answer(GET_TABLES)?.kind === 'ok') return target.database
	const input = { CatalogId: target.catalogId, DatabaseName: DEFAULT, MaxResults: 1 }
	return (await scene.call('glue:GetTables', input)).kind === 'ok' ? DEFAULT : null
}

/** What needs to know which database and which tables exist. */
export const glueCatalogProbes: readonly Probe[] = [
	{
		...glue,
		id: GET_TABLES,
		action: 'glue:GetTables',
		resource: (target) => tableArn(target, target.database, '*'),
		purpose: "Lists the lake's tables",
		breaks: BREAKS.readSchema,
		needs: [ASSUME_ROLE],
		way: {
			...call,
			operation: 'glue:GetTables',
			on: (target, names) => [
				...inProbeTable(target, names),
				tableArn(target, target.database, '*'),
				...inDefault(target),
			],
			input: ({ target }) => ({ input: { ...inDatabase(target), MaxResults: 1 } }),
			read: (answer) =>
				answer.kind === 'ok' && firstTable(answer) === undefined
					? { is: 'error', headline: 'Glue answered the list of tables in a form that Sluice cannot read.' }
					: null,
			rules: [MISSING],
		},
	},
	{
		...glue,
		id: 'glue-database',
		action: 'glue:GetTables',
		resource: (target) => databaseArn(target, target.database),
		purpose: 'The database of the settings exists',
		breaks: BREAKS.readSchema,
		needs: [GET_TABLES],
		way: {
			by: 'answer',
			of: GET_TABLES,
			read: (answer) =>
				isMissing(answer)
					? { is: 'wrong-setting', headline: 'The Glue database of the settings does not exist.' }
					: ALLOWED,
		},
	},
	{
		...glue,
		id: glueId('CreateDatabase'),
		action: 'glue:CreateDatabase',
		resource: (target) => databaseArn(target, target.database),
		purpose: "Makes a new source's database",
		breaks: BREAKS.writeCatalog,
		needs: [ASSUME_ROLE, GET_TABLES],
		way: {
			...call,
			operation: 'glue:CreateDatabase',
			on: (target, names) => [...inProbeTable(target, names), ...inDefault(target)],
			input: async (scene) => {
				const Name = await existingDatabase(scene)
				return Name === null
					? {
							meaning: {
								is: 'not-provable',
								headline: 'glue:CreateDatabase cannot be tried: no database is known to exist.',
							},
						}
					: { input: { CatalogId: scene.target.catalogId, DatabaseInput: { Name } } }
			},
			rules: [EXISTS],
		},
	},
	{
		...glue,
		id: glueId('CreateTable'),
		action: 'glue:CreateTable',
		resource: (target) => tableArn(target, target.database, '*'),
		purpose: "Makes a new event's table",
		breaks: BREAKS.writeCatalog,
		needs: [ASSUME_ROLE, GET_TABLES],
		way: {
			...call,
			operation: 'glue:CreateTable',
			on: (target, names) => [
				...inProbeTable(target, names),
				tableArn(target, target.database, '*'),
				databaseArn(target, names.database),
				tableArn(target, names.database, names.table),
			],
			// Lake Formation refuses a made-up database by design, so an existing table comes first.
			input: ({ target, names, answer }) => {
				const table = firstTable(answer(GET_TABLES)) ?? null
				const place = table === null ? names.database : target.database
				return {
					input: { CatalogId: target.catalogId, DatabaseName: place, TableInput: { Name: table ?? names.table } },
				}
			},
			read: (answer, scene) => {
				const made = (firstTable(scene.answer(GET_TABLES)) ?? null) === null
				return made && answer.kind === 'refused' && readDenial(answer.message).layer === 'lakeformation'
					? {
							is: 'not-provable',
							headline:
								'glue:CreateTable cannot be tried: no table is seen, and Lake Formation refuses names it does not know.',
						}
					: null
			},
			rules: [EXISTS, MISSING],
		},
	},
]
