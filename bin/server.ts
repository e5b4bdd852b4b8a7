import { prettyPrintError } from '@adonisjs/core'
import { createIgnitor } from './ignitor.js'

await createIgnitor()
  .httpServer()
  .start()
  .catch(async (error) => {
    if (error.code === 'EADDRINUSE') {
      process.stderr.write(
        `Port ${error.port} of ${error.address} is in use: set PORT to another.\n`
      )
    } else {
      await prettyPrintError(error)
    }
    // Pools that are open already would keep a process alive that will never serve.
    process.exit(1)
  })
