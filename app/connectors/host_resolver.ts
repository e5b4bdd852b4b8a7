import { lookup, Resolver } from 'node:dns/promises'
import { abortable } from '#connectors/abortable'
import { addressesInHostsFile } from '#connectors/hosts_file'

/** Every address of a host name. */
export type HostResolver = (name: string, signal: AbortSignal) => Promise<string[]>

/** One question to a name server: milliseconds, and how often it is asked. */
const PATIENCE = { timeout: 2_000, tries: 2 }

/** Name servers that answer so have been asked in vain; the system would only ask them again. */
const FINAL = new Set(['ETIMEOUT', 'ESERVFAIL', 'EREFUSED', 'ECANCELLED', 'EFORMERR', 'EBADRESP'])

/**
 * How often the system itself is asked at once. Each question holds one of the process's four worker threads, which
 * scrypt and the file system need too, for as long as somebody's name server likes to be silent.
 */
const SYSTEM_AT_ONCE = 2

/**
 * The hosts file, then the name servers, both without a worker thread; then the system, which also knows search
 * domains and local services. Whoever makes names that nobody answers for keeps only themselves waiting.
 */
export const systemResolver: HostResolver = async (name, signal) => {
  const listed = await addressesInHostsFile(name)
  if (listed.length > 0) return listed
  const answered = await askNameServers(name, signal)
  return answered.length > 0 ? answered : askSystem(name, signal)
}

/** @throws the name server's error when it is final */
async function askNameServers(name: string, signal: AbortSignal): Promise<string[]> {
  const resolver = new Resolver(PATIENCE)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const addresses = answers.flatMap((answer) =>
      answer.status === 'fulfilled' ? answer.value : []
    )
    const final = answers.find((answer) => answer.status === 'rejected' && isFinal(answer.reason))
    if (addresses.length === 0 && final?.status === 'rejected') throw notResolved(final.reason)
    return addresses
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

const waiting: (() => void)[] = []
let asking = 0

async function askSystem(name: string, signal: AbortSignal): Promise<string[]> {
  while (asking >= SYSTEM_AT_ONCE) {
    await abortable(new Promise<void>((resolve) => waiting.push(resolve)), signal)
  }
  signal.throwIfAborted()
  asking += 1
  try {
    const answers = await lookup(name, { all: true, order: 'verbatim' })
    return answers.map(({ address }) => address)
  } finally {
    asking -= 1
    for (const next of waiting.splice(0)) next()
  }
}

function isFinal(reason: unknown): boolean {
  return FINAL.has(String((reason as { code?: unknown }).code))
}

/** In the system's words: a name server that does not answer is not a port that does not. */
function notResolved(cause: unknown): Error {
  return Object.assign(new Error('No name server answered', { cause: String(cause) }), {
    code: 'EAI_AGAIN',
  })
}
