/** What is selected for a column. */
export interface Source {
  /** One expression; or a locator, and the value itself where it is short. */
  selected: string[]
  /** Bytes of a value at most, as it travels with its row. */
  width: number
  /** Values travel with the row however long they are. */
  isWhole: boolean
  /** What the locator stands for, where there is one. */
  lob?: 'text' | 'bytes'
}

export type LobKind = 'clob' | 'nclob' | 'blob'

/** Characters, and bytes, that every type of 4,000 and of 2,000 bytes holds. */
const SHORT_TEXT = 1_000
const SHORT_BYTES = 2_000
/** Bytes of a locator with what comes beside it. */
const LOCATOR = 200

const SHORT_AS: Record<LobKind, string> = {
  clob: 'varchar2(4000)',
  nclob: 'nvarchar2(1000)',
  blob: `raw(${SHORT_BYTES})`,
}

/**
 * Short values come with their row, others are read by their locators, piece by piece: so much of them as fits is
 * known beforehand, and it takes a round trip for the long ones alone. A locator tells its length.
 */
export function lobColumn(column: string, kind: LobKind): Source {
  const most = kind === 'blob' ? SHORT_BYTES : SHORT_TEXT
  return {
    selected: [column, short(column, most, SHORT_AS[kind])],
    width: LOCATOR + 4 * SHORT_TEXT,
    isWhole: false,
    lob: kind === 'blob' ? 'bytes' : 'text',
  }
}

/** The same for what the server makes a CLOB of, which is there for the long ones only. */
export function serializedColumn(expression: string): Source {
  return {
    selected: [
      `case when length(${expression}) > ${SHORT_TEXT} then ${expression} end`,
      short(expression, SHORT_TEXT, SHORT_AS.clob),
    ],
    width: LOCATOR + 4 * SHORT_TEXT,
    isWhole: false,
    lob: 'text',
  }
}

function short(expression: string, most: number, type: string): string {
  return `case when length(${expression}) <= ${most} then cast(${expression} as ${type}) end`
}
