export { createAssertionVerifier } from './assertion.ts'
export { type Binding, createBindingLookup } from './binding.ts'
export { releaseByOperator } from './release-command.ts'
