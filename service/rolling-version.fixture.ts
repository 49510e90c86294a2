import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const MIGRATIONS = 'service/store/migrations'

/** The next version of this program, in a folder of its own: the same with one more migration of `text`. */
export function nextVersion(text: string) {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-next-'))
	const shipped = (path: string) => !/\.(test|fixture|torture)\.ts$/.test(path)
	for (const room of ['service', 'lib', 'package.json']) {
		cpSync(join(ROOT, room), join(folder, room), { recursive: true, filter: shipped })
	}
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
	const number = Math.max(...readdirSync(join(ROOT, MIGRATIONS)).map((name) => Number.parseInt(name, 10))) + 1
	const migration = `${String(number).padStart(3, '0')}-next.sql`
	writeFileSync(join(folder, MIGRATIONS, migration), text)
	return {
		main: join(folder, 'service/main.ts'),
		migration,
		remove: () => rmSync(folder, { recursive: true, force: true }),
	}
}
