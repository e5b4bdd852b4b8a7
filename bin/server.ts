import { prettyPrintError } from '@adonisjs/core'
import { describeBootFailure } from '#providers/boot_failure'
import { createIgnitor } from './ignitor.js'

/** Milliseconds beside draining after which a process that will not end is ended. */
const PATIENCE = 15_000

/** Loaded once the environment has been validated, so that what is wrong with it is said well. */
let served: typeof import('#start/node_server') & typeof import('#config/app')

await createIgnitor()
  .tap((app) => {
    app.booted(async () => {
      served = { ...(await import('#start/node_server')), ...(await import('#config/app')) }
    })
    for (const signal of ['SIGTERM', 'SIGINT'] as const) app.listen(signal, endForSure)
  })
  .httpServer()
  .start((handle) => new served.NodeServer(handle))
  .catch(async (error) => {
    const failure = await describeBootFailure(error)
    if (failure) process.stderr.write(`${failure}\n`)
    else await prettyPrintError(error)
    // Pools that are open already would keep a process alive that will never serve.
    process.exit(1)
  })

/** Whoever sent the signal would use force next, and learn nothing. */
function endForSure() {
  setTimeout(() => {
    process.stderr.write('Something did not end in time.\n')
    process.exit(1)
  }, served.drainTimeout + PATIENCE).unref()
}
