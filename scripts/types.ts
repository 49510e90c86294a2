import { runNode } from './suite.ts'

const generated = await runNode(['node_modules/next/dist/bin/next', 'typegen'])
process.exitCode = generated === 0 ? await runNode(['node_modules/typescript/bin/tsc', '--noEmit']) : generated
