/** A server of its own, for the test that kills one: keeps a reader busy for ever and says which process it is. */
import { ReaderClient } from '#connectors/sqlite/reader_client'

const reader = new ReaderClient()
await reader.call('open', String(process.argv[2]))
void reader.call('countRows', 'endless')
process.stdout.write(`${reader.pid}\n`)
