export { type Binding, createBindingLookup, releaseBinding } from './binding.ts'
