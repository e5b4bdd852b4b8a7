import { endWithParent } from '#connectors/parent_watch'
import { FileReader } from '#connectors/sqlite/file_reader'
import type { ReaderReply, ReaderRequest } from '#connectors/sqlite/reader_client'

/**
 * A process that reads one SQLite file. SQLite cannot be interrupted here: a view may count for ever inside one
 * call, and only the end of the process ends that. It also keeps a file that was made to break SQLite away from
 * the server's memory: the process has an empty environment and knows nothing but the file.
 */
const reader = new FileReader()

process.on('message', (request: ReaderRequest) => process.send?.(answer(request)))
process.on('disconnect', () => process.exit())
endWithParent()
process.send?.({ ready: true })

function answer({ id, method, args }: ReaderRequest): ReaderReply {
  try {
    // Method and arguments come from ReaderClient.call, which types them together.
    const run = reader[method] as (...args: unknown[]) => unknown
    return { id, result: run.apply(reader, args) }
  } catch (error) {
    const { code, message, column } = error as Record<string, unknown>
    const failure = { code: String(code ?? ''), message: String(message) }
    return { id, error: typeof column === 'string' ? { ...failure, column } : failure }
  }
}
