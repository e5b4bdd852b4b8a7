import { readFile } from 'node:fs/promises'

const PATH = '/etc/hosts'

/** How long what was read is believed, in milliseconds. */
const TTL = 5_000

let read: { at: number; entries: Promise<Map<string, string[]>> } | undefined

/** What this machine's hosts file says of a name; nothing where there is no such file. */
export async function addressesInHostsFile(name: string): Promise<string[]> {
  if (!read || performance.now() - read.at > TTL) {
    read = {
      at: performance.now(),
      entries: readFile(PATH, 'utf8').then(parseHosts, () => new Map()),
    }
  }
  const entries = await read.entries
  return entries.get(name) ?? []
}

/** Addresses by name, in the file's order. */
export function parseHosts(text: string): Map<string, string[]> {
  const entries = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/)
    if (!address) continue
    for (const name of names) entries.set(name, [...(entries.get(name) ?? []), address])
  }
  return entries
}
