import { gzipSync } from 'node:zlib'
import type { Step } from '../account.ts'

const NAMES = ['controller', 'stderr', 'stdout', 'syslog']

/** The log files of a step, below `LogUri/CLUSTER/steps/STEP/`. What a job printed before it died is in its stderr. */
export const logFiles = (step: Pick<Step, 'name' | 'createdAt' | 'job'>): [name: string, body: Buffer][] =>
	NAMES.map((name) => {
		const printed = name === 'stderr' && step.job?.stderr ? `${step.job.stderr}\n` : ''
		const text = `${new Date(step.createdAt).toISOString()} INFO ${name} of ${step.name}\n${printed}`
		return [`${name}.gz`, gzipSync(text)]
	})
