/**
 * A worker that imports what waits and is killed on the way: `killed_import.ts POINT`. It is killed when it comes to
 * the point, and ends with 3 when it never does.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createIgnitor } from '../../bin/ignitor.js'

const [point = ''] = process.argv.slice(2)

const ignitor = createIgnitor()
const app = ignitor.createApp('console')
await app.init()
await app.boot()
await app.start(async () => {
  const { DatasetFiles } = await import('#services/datasets/dataset_files')
  const { makeWorker, ScriptedImporter, wholeTable } = await import('#tests/support/datasets')

  const put = DatasetFiles.prototype.put
  DatasetFiles.prototype.put = async function (...given) {
    await put.apply(this, given)
    if (point === 'file kept') die()
  }
  const whole = wholeTable()
  const worker = await makeWorker(
    new ScriptedImporter(async (at) => {
      if (point === 'before the file') die()
      if (point === 'half a file') {
        await writeFile(join(at.order.folder, '.0.parquet.part'), 'PA')
        die()
      }
      if (point === 'one table done' && at.index === 1) die()
      await whole(at)
    })
  )
  await worker.drain()
})
process.exit(3)

function die() {
  process.kill(process.pid, 'SIGKILL')
}
