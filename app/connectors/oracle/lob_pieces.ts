import type { Lob } from 'oracledb'
import { ConnectorError } from '#connectors/connector_error'
import { Misfit } from '#connectors/columnar/misfit'
import type { OracleSession } from '#connectors/oracle/session'

/** Bytes, or UTF-16 units of a text, that are asked for at once. */
const PIECE = 2 * 1024 * 1024

/**
 * All that a locator stands for: bytes, or a text in UTF-8.
 *
 * @param room bytes that it may have
 * @throws Misfit when it has more
 */
export async function readWhole(session: OracleSession, lob: Lob, room: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  let half = ''
  for (let at = 0; at < lob.length; at += PIECE) {
    const piece = await pieceOf(session, lob, at, Math.min(PIECE, lob.length - at))
    if (typeof piece === 'string') {
      const text = half + piece
      half = at + PIECE < lob.length ? halfAtEnd(text) : ''
      const whole = half ? text.slice(0, -1) : text
      if (!whole.isWellFormed()) throw new Misfit('text that is not Unicode')
      pieces.push(Buffer.from(whole))
    } else pieces.push(piece)
    size += pieces.at(-1)?.length ?? 0
    if (size > room) throw tooLarge()
  }
  // Texts of a temporary CLOB are freed with the next call.
  await session.run(() => lob.close())
  return Buffer.concat(pieces, size)
}

/** @throws Misfit at once for what can only be too large */
export function checkRoom({ length }: Lob, room: number) {
  if (length > room) throw tooLarge()
}

async function pieceOf(session: OracleSession, lob: Lob, at: number, amount: number) {
  const piece = (await session.run(() => lob.getData(at + 1, amount))) as unknown
  const isWhole = (typeof piece === 'string' || Buffer.isBuffer(piece)) && piece.length === amount
  if (!isWhole) throw new ConnectorError('wrong_protocol')
  return piece
}

/** The first half of a pair, whose second one begins the next piece. */
function halfAtEnd(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : ''
}

function tooLarge(): Misfit {
  return new Misfit('a value that makes a row of more than 64 MB')
}
