import { prettyPrintError } from '@adonisjs/core'
import type { ApplicationService } from '@adonisjs/core/types'
import { describeBootFailure } from '#providers/boot_failure'
import { createIgnitor } from './ignitor.js'

await createIgnitor()
  .ace()
  .configure(sayWhatOperatorsCanMend)
  .handle(process.argv.splice(2))
  .catch(async (error) => {
    process.exitCode = 1
    if (!(await say(error))) await prettyPrintError(error)
  })

/** The kernel prints whatever ends a command, with its stack. */
async function sayWhatOperatorsCanMend(app: ApplicationService) {
  const { errorHandler } = await app.container.make('ace')
  const render = errorHandler.render.bind(errorHandler)
  errorHandler.render = async (error, kernel) => (await say(error)) || render(error, kernel)
}

async function say(error: unknown): Promise<boolean> {
  const failure = await describeBootFailure(error)
  if (failure) process.stderr.write(`${failure}\n`)
  return failure !== null
}
