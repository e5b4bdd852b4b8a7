import { Resolver } from 'node:dns/promises'

export interface Services {
  /** Where the service is served (SRV records), not vetted yet. */
  servers: { name: string; port: number }[]
  /** What the domain says beside it (TXT records). */
  texts: string[]
}

/** Who serves a service such as `_mongodb._tcp.example.com`, and the texts of `domain`. */
export type ServiceResolver = (
  service: string,
  domain: string,
  signal: AbortSignal
) => Promise<Services>

/** One question to a name server: milliseconds, and how often it is asked. */
const PATIENCE = { timeout: 2_000, tries: 2 }

/** More records than this say nothing more. */
const MOST = 50

/** @throws the name server's error; a domain without texts is none */
export const systemServiceResolver: ServiceResolver = async (service, domain, signal) => {
  signal.throwIfAborted()
  const resolver = new Resolver(PATIENCE)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const [servers, texts] = await Promise.all([
      resolver.resolveSrv(service),
      resolver.resolveTxt(domain).catch(noneIfAbsent),
    ])
    return {
      servers: servers.slice(0, MOST).map(({ name, port }) => ({ name, port })),
      texts: texts.slice(0, MOST).map((parts) => parts.join('')),
    }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function noneIfAbsent(error: unknown): string[][] {
  const { code } = error as { code?: unknown }
  if (code === 'ENODATA' || code === 'ENOTFOUND') return []
  throw error
}
