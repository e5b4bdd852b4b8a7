import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Gzip } from 'node:zlib'

/** The same bytes again and again, packed, for as long as somebody takes them. */
export function pouring(bytes: Buffer, beginning = '') {
  const poured = {
    /** How many there were before they were packed. */
    bytes: 0,
    into(packed: Gzip, response: ServerResponse) {
      packed.pipe(response)
      response.once('close', () => packed.destroy())
      packed.write(beginning)
      void pour(packed, response)
    },
  }
  async function pour(packed: Gzip, response: ServerResponse) {
    while (!response.destroyed) {
      poured.bytes += bytes.length
      if (!packed.write(bytes)) await once(packed, 'drain')
    }
  }
  return poured
}
