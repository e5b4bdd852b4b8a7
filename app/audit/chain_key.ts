import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { canonicalEvent } from '#audit/canonical_event'
import type { EventRow } from '#audit/event_row'

/** A place in a chain: a sequence number and the hash that belongs to it. */
export interface Place {
  sequence: number
  hash: string
}

/** The key of one chain, and the three things that it attests. Each begins with a name of its own. */
export class ChainKey {
  readonly #key: KeyObject

  constructor(
    /** The tenant's id, or the nil UUID. */
    readonly chainId: string,
    /** 32 random bytes. */
    secret: Buffer
  ) {
    this.#key = createSecretKey(secret)
  }

  /** The hash of an event that follows the one with the hash `previous`, in hex. */
  hashOf(row: EventRow, previous: string | null): string {
    return this.#hmac(canonicalEvent(row, previous)).toString('hex')
  }

  /** Where the chain begins: it attests the events that are older, however they are ordered. */
  genesis(older: { count: number; digest: string }): string {
    const { count, digest } = older
    const told = ['varlor.audit.genesis', 1, this.chainId, count, digest]
    return this.#hmac(JSON.stringify(told)).toString('hex')
  }

  /** Attests that retention may have taken everything up to this place. */
  proofOf({ sequence, hash }: Place): string {
    const told = ['varlor.audit.anchor', 1, this.chainId, sequence, hash]
    return this.#hmac(JSON.stringify(told)).toString('hex')
  }

  #hmac(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest()
  }
}
