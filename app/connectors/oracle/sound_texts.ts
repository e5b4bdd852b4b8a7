import { isUtf8 } from 'node:buffer'
import { type ReadBuffer, ReadPacket } from '#connectors/oracle/driver_parts'
import { lines } from '#connectors/oracle/line'

/** Of the database's own characters, which travel in UTF-8; national ones do in UTF-16. */
const OWN_FORM = 1
/** What stands for bytes that are no text, and half of a pair, which no text in UTF-8 has. */
const REPLACEMENT = '\ufffd'
const BROKEN = '\ud800'

/**
 * Marks texts whose bytes are no UTF-8, of which the driver would make others without a word. A database sends such
 * bytes as they are when it has been fed with them; whoever imports must not take them for what was there.
 */
export function markBrokenTexts() {
  const { readStr } = ReadPacket.prototype
  Object.assign(ReadPacket.prototype, {
    readStr(this: ReadBuffer, form: number): string | null {
      if (form !== OWN_FORM || !lines.getStore()?.isForImports) return readStr.call(this, form)
      const bytes = this.readBytesWithLength()
      if (!bytes) return null
      const text = bytes.toString()
      return text.includes(REPLACEMENT) && !isUtf8(bytes) ? text + BROKEN : text
    },
  })
}
