import { setTimeout as pause } from 'node:timers/promises'
import { ConnectorError } from '#connectors/connector_error'
import { lines } from '#connectors/oracle/line'
import {
  type DataMessage,
  DataMessages,
  type DescribedColumn,
  type ReadBuffer,
  ReadPacket,
} from '#connectors/oracle/driver_parts'

/** Of one batch of rows: the driver makes room for all of them, and rows may weigh next to nothing. */
const MAX_CELLS = 2_500_000
/** No value is longer than what a target may send at all. */
const MAX_VALUE_BYTES = 64 * 1024 * 1024
/** When all of what was read has to be read anew, the process rests this many times as long before. */
const REST = 4
/** Shorter readings are not worth a rest, in ms. */
const SHORT_READING = 1

/** What our queries ask for: texts, numbers, floats, bytes, and locators of CLOB and BLOB. */
const ASKED_TYPES = new Set([1, 2, 8, 23, 24, 96, 100, 101, 112, 113])

/**
 * Bounds what a few bytes of an answer can make the driver do: columns without width make rows of a thousand cells
 * for one byte each, a length that lies allocates gigabytes, and a value that comes in many pieces is read anew from
 * its beginning for each of them. Types that we never ask for are refused, because JSON and nested cursors can be
 * made to unfold without end.
 */
export function limitReplies() {
  const { processColumnInfo, processRowData } = DataMessages.prototype
  const { readBytes, waitForPackets } = ReadPacket.prototype
  const readings = new WeakMap<
    ReadBuffer,
    { from: object | undefined; at?: number; since: number }
  >()

  Object.assign(DataMessages.prototype, {
    processColumnInfo(this: DataMessage, buffer: ReadBuffer, number: number): DescribedColumn {
      if (number * (this.options?.fetchArraySize ?? 1) > MAX_CELLS) throw excessive()
      const column = processColumnInfo.call(this, buffer, number)
      if (!ASKED_TYPES.has(column.type._oraTypeNum)) throw excessive()
      return column
    },
    processRowData(this: DataMessage, buffer: ReadBuffer) {
      if ((this.rowIndex + 1) * this.outVariables.length > MAX_CELLS) throw excessive()
      processRowData.call(this, buffer)
    },
  })
  Object.assign(ReadPacket.prototype, {
    readBytes(this: ReadBuffer, bytes: number, isChunked?: boolean): Buffer {
      if (bytes > MAX_VALUE_BYTES) throw excessive()
      return readBytes.call(this, bytes, isChunked)
    },
    async waitForPackets(this: ReadBuffer, isFirst?: boolean) {
      const last = readings.get(this)
      const [from] = this.savedPackets ?? []
      const isStuck = !isFirst && last?.from === from && last?.at === this.savedPos
      const taken = performance.now() - (last?.since ?? 0)
      if (isStuck && taken > SHORT_READING) await pause(taken * REST)
      await waitForPackets.call(this, isFirst)
      readings.set(this, { from, at: this.savedPos, since: performance.now() })
    },
  })
}

function excessive(): ConnectorError {
  const error = new ConnectorError('wrong_protocol')
  lines.getStore()?.cutOff(error)
  return error
}
