import { connect, type Socket } from 'node:net'
import type { Endpoint } from '#connectors/egress_policy'

/** How long one address may be silent before the next is tried beside it (RFC 8305 says 250 ms). */
const HEAD_START = 250

/** Connects to the first of these vetted addresses that answers; the other attempts are dropped. */
export async function dialEndpoints(
  endpoints: readonly Endpoint[],
  signal: AbortSignal
): Promise<Socket> {
  const attempts: Socket[] = []
  try {
    const winner = await firstConnected(endpoints, attempts, signal)
    for (const socket of attempts) if (socket !== winner) socket.destroy()
    return winner
  } catch (error) {
    for (const socket of attempts) socket.destroy()
    throw error
  }
}

function firstConnected(
  endpoints: readonly Endpoint[],
  attempts: Socket[],
  signal: AbortSignal
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const errors: Error[] = []
    let timer: NodeJS.Timeout | undefined
    let isSettled = false

    const settle = (finish: () => void) => {
      isSettled = true
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      finish()
    }
    const onAbort = () => settle(() => reject(signal.reason))
    const tryNext = () => {
      clearTimeout(timer)
      const endpoint = endpoints[attempts.length]
      if (!endpoint) return
      const socket = open(endpoint)
      attempts.push(socket)
      socket.once('connect', () => settle(() => resolve(socket)))
      socket.once('error', (error) => {
        // The winner's session may fail long after: that is no reason to dial anybody else.
        if (isSettled) return
        errors.push(error)
        if (errors.length === endpoints.length) settle(() => reject(firstOrAll(errors)))
        else tryNext()
      })
      timer = setTimeout(tryNext, HEAD_START)
    }

    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    tryNext()
  })
}

function open(endpoint: Endpoint): Socket {
  const socket = connect({ host: endpoint.address, port: endpoint.port, noDelay: true })
  // A destroyed attempt may still report; whoever gets the socket listens for itself.
  socket.on('error', () => {})
  return socket
}

function firstOrAll(errors: Error[]): Error {
  return errors.length === 1 && errors[0] ? errors[0] : new AggregateError(errors)
}
