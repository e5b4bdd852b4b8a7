/** `npm run dev`: the development server with hot reload, on the same data and keys as `npm start`. */
import { join } from 'node:path'
import { ensureDependencies, ensureEnvFile, ensureNode24, root, run } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
ensureEnvFile()
process.env.NODE_ENV = 'development'
process.env.HOST ??= '127.0.0.1'
process.env.PORT ??= '3333'
process.env.APP_URL ??= `http://localhost:${process.env.PORT}`
process.env.DATA_DIR ??= join(root, 'tmp', 'data')
run('node', ['ace.js', 'trial:prepare'])
run('node', ['ace.js', 'serve', '--hmr'])
