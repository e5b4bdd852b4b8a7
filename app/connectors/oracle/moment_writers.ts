import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'
import { textTimestamp } from '#connectors/columnar/text_decoders'

/** What `SYYYY-MM-DD HH24:MI:SS.FF` gives: the year has a blank or a minus before it. */
const SPELLED = /^ (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{0,9}))?$/
const LONGEST = 32
const MOST_NANOSECONDS = 9_223_372_036_854_775_806n

const spelled = {
  bytes: Buffer.alloc(LONGEST),
  view: new DataView(new ArrayBuffer(0)),
  starts: new Int32Array(1),
  lengths: new Int32Array(1),
  from: 0,
  count: 1,
}

/** Dates with a time of day, in microseconds. */
export function writeTimestamp(text: string, writer: FixedWriter, row: number) {
  if (text.charCodeAt(0) === 45) throw beforeOurEra()
  if (text.length > LONGEST) throw malformed()
  spelled.starts[0] = 1
  spelled.lengths[0] = spelled.bytes.write(text, 'latin1') - 1
  textTimestamp.decode(spelled, writer, row)
}

/** Dates with a time of day, in nanoseconds, which reach from 1677 to 2262. */
export function writeNanoseconds(text: string, writer: FixedWriter, row: number) {
  if (text.charCodeAt(0) === 45) throw beforeOurEra()
  const [, moment, fraction = ''] = SPELLED.exec(text) ?? []
  const milliseconds = Date.parse(`${moment?.replace(' ', 'T')}Z`)
  if (!Number.isFinite(milliseconds)) throw malformed()
  const nanoseconds = BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
  if (nanoseconds > MOST_NANOSECONDS || nanoseconds < -MOST_NANOSECONDS) {
    throw new Misfit('a date before 1677 or after 2262 in a column with nanoseconds')
  }
  writer.bigint64(row, nanoseconds)
}

function beforeOurEra(): Misfit {
  return new Misfit('a date before the common era')
}

function malformed(): Misfit {
  return new Misfit('a date that no calendar has')
}
