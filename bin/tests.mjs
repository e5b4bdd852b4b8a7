/**
 * `npm test [-- suite] [-- --files=…]`: provides what the tests need, then runs them; when nothing is chosen, all of
 * them, and the functional suite again with servers as the application's own database, cache and limits.
 */
import { ensureBuild, ensureDependencies, ensureNode24, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
run('node', ['bin/provision.mjs'])
ensureBuild()
const chosen = process.argv.slice(2)
run('node', ['--import=@poppinss/ts-exec', 'bin/test.ts', ...chosen])
if (chosen.length === 0) run('node', ['--import=@poppinss/ts-exec', 'tests/support/on_servers.ts'])
