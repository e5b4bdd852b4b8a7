/** `npm run dev`: the development server with hot reload, on the same data and keys as `npm start`. */
import {
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
process.env.NODE_ENV = 'development'
run('node', ['ace.js', 'trial:prepare'])
run('node', ['ace.js', 'serve', '--hmr'])
