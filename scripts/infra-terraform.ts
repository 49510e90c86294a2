import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

export type Ran = { code: number; stdout: string; stderr: string }

export type Terraform = {
	/** A copy of infra/: what init leaves behind (plugins, lock files of one platform) never lands in the tree. */
	folder: string
	/** Runs `terraform args` in a folder below the copy. `more` goes into its environment. */
	run(folder: string, args: string[], more?: Record<string, string>): Promise<Ran>
	init(folder: string): Promise<Ran>
	close(): void
}

/** Write-only arguments, by which no database password enters the state. */
const NEEDED = [1, 11] as const
const INFRA = new URL('../infra/', import.meta.url).pathname
const versionOutput = z.object({ terraform_version: z.string() })

/**
 * Terraform with a copy of infra/ to work in, or why it cannot be used here. Providers come from the folder of
 * `TF_PLUGIN_DIR`, a mirror in the layout of `terraform providers mirror` or unpacked, or else from where Terraform looks by itself.
 */
export async function openTerraform(outer: Record<string, string | undefined>): Promise<Terraform | { skip: string }> {
	const root = mkdtempSync(join(tmpdir(), 'sluice-infra-'))
	const env = environment(outer, root)
	const version = await start(root, ['version', '-json'], env)
	const unfit = unfitness(version)
	if (unfit !== null) {
		rmSync(root, { recursive: true })
		return { skip: unfit }
	}
	const folder = join(root, 'infra')
	cpSync(INFRA, folder, { recursive: true, filter: (path) => !/\/\.terraform(\/|\.lock\.hcl|$)/.test(path) })
	const plugins = outer.TF_PLUGIN_DIR ? [`-plugin-dir=${resolve(outer.TF_PLUGIN_DIR)}`] : []
	const run = async (place: string, args: string[], more: Record<string, string> = {}) => {
		const ran = await start(join(folder, place), args, { ...env, ...more })
		if (ran === null) throw new Error('terraform is gone')
		return ran
	}
	return {
		folder,
		run,
		init: (place) => run(place, ['init', '-backend=false', '-input=false', '-no-color', ...plugins]),
		close: () => rmSync(root, { recursive: true, force: true }),
	}
}

function unfitness(version: Ran | null): string | null {
	if (version === null) return 'no program terraform on PATH'
	if (version.code !== 0) return `terraform does not run: ${version.stderr.trim()}`
	const { terraform_version: found } = versionOutput.parse(JSON.parse(version.stdout))
	const [major = 0, minor = 0] = found.split('.').map(Number)
	const fits = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
	return fits ? null : `Terraform ${NEEDED.join('.')} or newer is needed, this is ${found}`
}

/**
 * No credentials and a dead endpoint: a test that forgot its mock fails at once instead of reaching an account. The
 * plugin cache keeps a download of some hundred megabytes from being repeated for each module.
 */
function environment(outer: Record<string, string | undefined>, root: string): NodeJS.ProcessEnv {
	const kept = Object.fromEntries(Object.entries(outer).filter(([name]) => !/^(AWS_|TF_VAR_)/.test(name)))
	const cache = outer.TF_PLUGIN_CACHE_DIR ?? join(root, 'plugins')
	mkdirSync(cache, { recursive: true })
	return {
		NODE_ENV: 'production',
		...kept,
		// A file that is named but absent is only a warning, but one in the output of every command.
		TF_CLI_CONFIG_FILE: existsSync(outer.TF_CLI_CONFIG_FILE ?? '') ? outer.TF_CLI_CONFIG_FILE : undefined,
		TF_PLUGIN_CACHE_DIR: cache,
		TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
		TF_IN_AUTOMATION: '1',
		CHECKPOINT_DISABLE: '1',
		AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
		AWS_EC2_METADATA_DISABLED: 'true',
	}
}

/** Null when there is no such program. */
function start(cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ran | null> {
	const child = spawn('terraform', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
	const ran = { stdout: '', stderr: '' }
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		ran.stdout += text
	})
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		ran.stderr += text
	})
	return new Promise((done, fail) => {
		child.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? done(null) : fail(error)))
		child.once('close', (code) => done({ code: code ?? 1, ...ran }))
	})
}
