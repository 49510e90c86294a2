import { preparePage } from './app/first-script.ts'

// When rendering breaks on the server, Next sends a shell without our layout, so without its first script; the first of
// the shell's own scripts runs this before it loads what draws app/error.tsx.
preparePage()
