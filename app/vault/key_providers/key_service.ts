/** Somebody who wraps keys and unwraps them again: neither Transit nor a KMS gives away the key that it does it with. */
export interface KeyService {
  /** For people: `Vault Transit varlor at https://vault.example.com`. */
  readonly title: string
  /** Whether the text looks like what the service wraps. */
  isWrapped(text: string): boolean
  /** @throws {KeyServiceError} */
  wrap(bytes: Buffer, signal: AbortSignal): Promise<string>
  /**
   * The bytes, which are the caller's to wipe.
   *
   * @throws {KeyServiceError}
   */
  unwrap(text: string, signal: AbortSignal): Promise<Buffer>
  /** What to say when it has not answered for so many milliseconds. */
  silence(deadline: number): string
  close(): void
}

/**
 * Why the service does not do it, in words for an operator, with what to do. It has no cause: the clients' errors carry
 * the request, and in it the token or the key.
 */
export class KeyServiceError extends Error {}
