/** `npm run build`: the production server in `build/`, which needs only environment variables. */
import { ensureBuild, ensureDependencies, ensureNode24 } from './workspace.mjs'

ensureDependencies()
await ensureNode24()
ensureBuild()
