import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends bytes to this run's server as they are, and resolves with all it says until it closes the line. */
export async function exchange(
  bytes: string | Buffer,
  port = Number(process.env.PORT)
): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  // A server that has said enough may close while we still send.
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}
