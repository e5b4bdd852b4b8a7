import { once } from 'node:events'
import type { Client } from 'pg'
import type { Opening } from '#connectors/opening'

/** CancelRequest: its length, the code that stands where a protocol version would, then process and secret. */
const CANCEL_REQUEST = 80_877_102

/** Members that the driver's types leave out. */
interface BackendKey {
  processID: number | null
  secretKey: number | null
}

/** Stops what the session is doing, and keeps it from doing anything else: it ends afterwards. */
export async function cancelOnServer(client: Client, opening: Opening): Promise<void> {
  opening.hold()
  await cancelStatement(client, opening)
}

/** Asks the server to stop the statement; it closes the second connection once it has seen the request. */
export async function cancelStatement(client: Client, opening: Opening): Promise<void> {
  const { processID, secretKey } = client as unknown as BackendKey
  if (processID === null || secretKey === null) return
  const socket = await opening.redial()
  const request = Buffer.alloc(16)
  request.writeInt32BE(16, 0)
  request.writeInt32BE(CANCEL_REQUEST, 4)
  request.writeInt32BE(processID, 8)
  request.writeInt32BE(secretKey, 12)
  socket.resume().end(request)
  await once(socket, 'close')
}
