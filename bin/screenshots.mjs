/** `npm run screenshots`: takes the pictures in `docs/screenshots` anew, in light and dark. */
import { ensureBuild, ensureDependencies, ensureNode24, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
run('node', ['bin/provision.mjs'])
ensureBuild()
run('node', ['--import=@poppinss/ts-exec', 'bin/screenshots.ts'])
