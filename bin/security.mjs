/** `npm run test:security`: attacks the production build; see tests/security/run.ts for its options. */
import { ensureBuild, ensureDependencies, ensureNode24, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
ensureBuild()
run('node', ['--import=@poppinss/ts-exec', 'tests/security/run.ts', ...process.argv.slice(2)])
