const MEBIBYTE = 1024 * 1024

/** Bytes of a file that a command reads or writes. */
export const MAX_FILE_BYTES = 64 * MEBIBYTE

/** Bytes of the body with which a file comes by API. */
export const MAX_BODY_BYTES = 16 * MEBIBYTE

/** Bytes that the rest of such a body may need beside the file. */
const BODY_OVERHEAD = 16 * 1024

/** Bytes of a file in such a body, escapes included. */
export const MAX_BODY_FILE_BYTES = MAX_BODY_BYTES - BODY_OVERHEAD

export const MAX_CONNECTIONS = 10_000

/** Characters of a passphrase. Fewer are guessed by whoever has the file, as fast as their machines can. */
export const MIN_PASSPHRASE = 12
export const MAX_PASSPHRASE = 1024
