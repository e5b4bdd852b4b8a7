/** `npm run bench`: the production build against the bare driver; BENCH_ROWS=100000 makes it quick. */
import { ensureBuild, ensureDependencies, ensureNode24, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
ensureBuild()
run('node', ['--import=@poppinss/ts-exec', 'tests/bench/postgresql.ts'])
