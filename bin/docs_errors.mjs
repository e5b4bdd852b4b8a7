/** `npm run docs:errors`: writes `docs/errors.md` from the error tables of the engines. A test says when it is due. */
import { ensureDependencies, ensureNode24, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
run('node', ['--import=@poppinss/ts-exec', 'bin/docs_errors.ts'])
