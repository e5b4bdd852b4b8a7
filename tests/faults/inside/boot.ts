import type { ApplicationService } from '@adonisjs/core/types'
import { createIgnitor } from '../../../bin/ignitor.js'

/** Runs something in a process of the application that serves nobody, and prints what it gives as JSON. */
export async function inside(work: (app: ApplicationService) => Promise<unknown>): Promise<void> {
  const app = createIgnitor().createApp('console')
  await app.init()
  await app.boot()
  await app.start(async () => {
    process.stdout.write(JSON.stringify(await work(app)))
  })
  await app.terminate()
}
