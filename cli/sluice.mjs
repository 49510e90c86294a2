#!/usr/bin/env node
// Plain JavaScript without a newer module's names, so that an old Node says what is missing instead of failing to load.
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

if (Number(process.versions.node.split('.')[0]) < 24) {
	console.error(`sluice needs Node 24 or newer, this is ${process.version}.`)
	process.exit(2)
}
// Loading is most of what a start takes. Not among temporary files, where others could put code in our place.
module.enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sluice'))
const { main } = await import('./main.ts')
await main(process)
