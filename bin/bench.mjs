/**
 * `npm run bench [-- postgresql | hanging]`: the production build against the bare driver, or against targets that
 * hang; BENCH_ROWS=100000 makes the first one quick.
 */
import { ensureBuild, ensureDependencies, ensureNode24, fail, run } from './workspace.mjs'

const BENCHES = ['postgresql', 'hanging']
const [chosen = 'postgresql'] = process.argv.slice(2)
if (!BENCHES.includes(chosen)) fail(`There is no bench ${chosen}; there are ${BENCHES.join(', ')}.`)

ensureDependencies()
await ensureNode24()
ensureBuild()
run('node', ['--import=@poppinss/ts-exec', `tests/bench/${chosen}.ts`])
