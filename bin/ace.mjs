/** `npm run ace -- COMMAND`: an administrator's command on what `npm start` serves; `npm run ace -- list` names them. */
import { join } from 'node:path'
import {
  ensureBuild,
  ensureDependencies,
  ensureEnvFile,
  ensureNode24,
  run,
  useTrialDefaults,
} from './workspace.mjs'

ensureDependencies()
await ensureNode24()
ensureEnvFile()
useTrialDefaults()
ensureBuild()
run('node', [join('build', 'ace.js'), ...process.argv.slice(2)], { silent: true })
