/**
 * `npm run bench [-- postgresql | hanging | audit | rotation | ui_load | ui_list | ui_tree | import]`: the production
 * build against the bare driver, or against targets that hang, or the audit trail, or 100,000 connections whose key is
 * rotated, or in a browser: how its pages come up, a list of 5,000 connections, a tree of 10,000 tables; or tables that
 * are imported, against the database's own client piped into DuckDB. BENCH_ROWS=100000 makes the first one and the last
 * one quick, BENCH_CONNECTIONS=1000 the fourth and the list.
 */
import { ensureBuild, ensureDependencies, ensureNode24, fail, run } from './workspace.mjs'

const BENCHES = [
  'postgresql',
  'hanging',
  'audit',
  'rotation',
  'ui_load',
  'ui_list',
  'ui_tree',
  'import',
]
const [chosen = 'postgresql'] = process.argv.slice(2)
if (!BENCHES.includes(chosen)) fail(`There is no bench ${chosen}; there are ${BENCHES.join(', ')}.`)

ensureDependencies()
await ensureNode24()
ensureBuild()
run('node', ['--import=@poppinss/ts-exec', `tests/bench/${chosen}.ts`])
