/** A server of its own, for the test that kills one: begins an import and says when it has begun. */
import { readFileSync } from 'node:fs'
import type { ImportOrder } from '#datasets/import_order'
import { runImport } from '#datasets/import_runner'

const order = JSON.parse(readFileSync(0, 'utf8')) as ImportOrder
await runImport(
  order,
  ({ kind }) => void process.stdout.write(`${kind}\n`),
  new AbortController().signal
)
