import type { StandinTable } from '#tests/support/standins/sqlserver/database'
import type { Stored } from '#tests/support/standins/sqlserver/evaluation'
import type { WireType, WireValue } from '#tests/support/standins/sqlserver/wire_types'

/** What one session sees, and what it has set. */
export class Visit {
  /** Bytes of a value without limit that are sent (`set textsize`). */
  textSize = 2_147_483_647
  #isSnapshot = false
  #seen: Map<StandinTable, Stored[][]> | null = null

  beginSnapshot() {
    this.#isSnapshot = true
    this.#seen = null
  }

  /** Of a snapshot's transaction: as they were when it first read anything (Microsoft, "Snapshot isolation"). */
  rowsOf(table: StandinTable, all: readonly StandinTable[]): Stored[][] {
    if (!this.#isSnapshot) return table.rows
    this.#seen ??= new Map(all.map((one) => [one, one.rows]))
    return this.#seen.get(table) ?? table.rows
  }

  /** The value as far as it is sent. */
  cut(value: WireValue, type: WireType): WireValue {
    if (!('length' in type) || type.length !== 'max' || value === null) return value
    if (Buffer.isBuffer(value)) return value.subarray(0, this.textSize)
    const bytes = type.kind === 'nvarchar' ? 2 : 1
    return String(value).slice(0, Math.floor(this.textSize / bytes))
  }
}
