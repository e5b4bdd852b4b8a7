import type { Answer, Answering, AnswerColumn } from '#tests/support/standins/oracle/answers'
import { serverError } from '#tests/support/standins/oracle/answers'
import * as messages from '#tests/support/standins/oracle/messages'
import { MESSAGE, type Release } from '#tests/support/standins/oracle/messages'
import * as requests from '#tests/support/standins/oracle/requests'
import { FUNCTION } from '#tests/support/standins/oracle/requests'
import { Challenge, type Verifier } from '#tests/support/standins/oracle/sign_in'
import type { StandinUsers } from '#tests/support/standins/oracle/users'
import {
  LOCATOR_BYTES,
  TYPE_NUMBERS,
  type WireValue,
  writeValue,
} from '#tests/support/standins/oracle/values'
import { WireReader, WireWriter } from '#tests/support/standins/oracle/wire'

interface Cursor {
  columns: AnswerColumn[]
  rows: WireValue[][]
  next: number
  /** Columns that come with the row though they are LOBs. */
  inline: boolean[]
}

const LOB_READ = 2
/** Where a locator says, with this flag, that its text is in UTF-16, as databases of many bytes a character keep it. */
const LOCATOR_FLAGS = 6
const IN_UTF16 = 0x80
const SELECTABLE_AT_ONCE = new Set([
  'varchar',
  'nvarchar',
  'number',
  'raw',
  'char',
  'float',
  'double',
])

/** One session above the packets: from the first word to signing off. */
export class StandinSession {
  user: string | null = null
  /** Sign-in data that the client sent, for tests that look at what it tells of itself. */
  readonly told = new Map<string, string>()
  /** Rows that were asked for at once, the last time. */
  lastRows = 0
  readonly #cursors = new Map<number, Cursor>()
  readonly #lobs: { content: Buffer; unit: number }[] = []
  #challenge: Challenge | null = null

  constructor(
    private readonly release: Release,
    private readonly users: StandinUsers,
    private readonly nobody: Verifier,
    private readonly answer: Answering
  ) {}

  /** The answer to one request; null while the database works on it. */
  respond(request: Buffer): Buffer | null {
    const reader = new WireReader(request)
    const first = request.readUInt8(0)
    if (first === MESSAGE.protocol) return messages.protocolInfo(this.release)
    if (first === MESSAGE.dataTypes) return messages.dataTypes()
    if (first === MESSAGE.fastAuth) return this.#greetAtOnce(reader)
    return this.#call(requests.readFunction(reader, this.release), reader)
  }

  /** What is said when the work was stopped. */
  cancelled(): Buffer {
    return messages.callEnd(
      serverError(1_013, 'user requested cancel of current operation'),
      this.release
    )
  }

  #greetAtOnce(reader: WireReader): Buffer {
    requests.skipToSignIn(reader)
    reader.skip(3)
    return Buffer.concat([
      messages.protocolInfo(this.release),
      messages.dataTypes(),
      this.#challengeUser(reader),
    ])
  }

  #call(code: number, reader: WireReader): Buffer | null {
    if (code === FUNCTION.signInOne) return this.#challengeUser(reader)
    if (code === FUNCTION.signInTwo && this.user === null) return this.#letIn(reader)
    if (this.user === null)
      return messages.callEnd(serverError(1_012, 'not logged on'), this.release)
    if (code === FUNCTION.signInTwo) return this.#changePassword(reader)
    if (code === FUNCTION.execute)
      return this.#execute(requests.readExecution(reader, this.release))
    if (code === FUNCTION.fetch) return this.#fetch(reader.int(), reader.int())
    if (code === FUNCTION.lob) return this.#readLob(reader)
    if (code === FUNCTION.rollback || code === FUNCTION.commit) {
      this.answer('rollback', [], this.user, this)
    }
    return messages.status()
  }

  #challengeUser(reader: WireReader): Buffer {
    const { user, pairs } = requests.readSignIn(reader)
    for (const [key, value] of pairs) this.told.set(key, value)
    this.#challenge = new Challenge(this.users.get(user)?.verifier ?? this.nobody)
    return Buffer.concat([messages.authParameters(this.#challenge.parameters), messages.status()])
  }

  #letIn(reader: WireReader): Buffer {
    const { user, pairs } = requests.readSignIn(reader)
    for (const [key, value] of pairs) this.told.set(key, value)
    const known = this.users.get(user)
    const proof = this.#challenge?.answer(pairs)
    const error = proof && known ? known.refusal : 1_017
    if (error) return messages.callEnd(serverError(error), this.release)
    this.user = user
    return Buffer.concat([
      messages.authParameters([
        ['AUTH_SVR_RESPONSE', proof ?? '', 0],
        ['AUTH_VERSION_NO', String(this.release.versionNumber), 0],
        ['AUTH_MAX_OPEN_CURSORS', '300', 0],
      ]),
      messages.status(),
    ])
  }

  /** Both passwords are encrypted with the key that came of signing in. */
  #changePassword(reader: WireReader): Buffer {
    const { user, pairs } = requests.readSignIn(reader)
    const [old, password] = ['AUTH_PASSWORD', 'AUTH_NEWPASSWORD'].map((key) =>
      this.#challenge?.open(pairs.get(key))
    )
    const error = this.users.change(user, old ?? '', password ?? '')
    if (error) return messages.callEnd(error, this.release)
    return Buffer.concat([messages.authParameters([]), messages.status()])
  }

  #execute(execution: requests.Execution): Buffer | null {
    if (execution.isDefine) return this.#define(execution)
    const answer = this.answer(execution.sql ?? '', execution.binds, this.user ?? '', this)
    if (answer === 'slow') return null
    if (answer === 'done') return messages.callEnd(null, this.release)
    if ('error' in answer) return messages.callEnd(answer, this.release)
    return this.#open(answer, execution.rows)
  }

  /** Rows with LONGs or LOBs do not come before the client has said how it wants them. */
  #open({ columns, rows }: Exclude<Answer, string | { error: number }>, count: number): Buffer {
    const id = this.#cursors.size + 1
    const inline = columns.map(() => false)
    this.#cursors.set(id, { columns, rows, next: 0, inline })
    const isAtOnce = columns.every(({ type }) => SELECTABLE_AT_ONCE.has(type))
    return Buffer.concat([
      messages.describeInfo(columns, this.release),
      isAtOnce ? this.#fetch(id, count) : messages.callEnd(null, this.release, { cursor: id }),
    ])
  }

  #define({ cursor: id, defines }: requests.Execution): Buffer {
    const cursor = this.#cursors.get(id)
    if (cursor) {
      cursor.inline = cursor.columns.map(({ type }, i) => defines[i] !== TYPE_NUMBERS[type])
    }
    return messages.callEnd(null, this.release, { cursor: id })
  }

  #fetch(id: number, count: number): Buffer {
    const cursor = this.#cursors.get(id)
    if (!cursor) return messages.callEnd(serverError(1_001, 'invalid cursor'), this.release)
    const { rows, columns, inline } = cursor
    this.lastRows = count
    const batch = rows.slice(cursor.next, cursor.next + count)
    cursor.next += batch.length
    const writer = new WireWriter()
    if (batch.length > 0) writer.bytes(messages.rowHeader())
    for (const row of batch) {
      writer.u8(MESSAGE.rowData)
      columns.forEach(({ type }, i) =>
        writeValue(writer, type, row[i] ?? null, inline[i] ?? false, (content, unit) =>
          this.#keep(content, unit)
        )
      )
    }
    const end = batch.length < count ? messages.NO_DATA_FOUND : null
    return writer
      .bytes(messages.callEnd(end, this.release, { cursor: id, rows: cursor.next }))
      .toBuffer()
  }

  #keep(content: Buffer, unit: number): Buffer {
    const locator = Buffer.alloc(LOCATOR_BYTES)
    if (unit > 1) locator.writeUInt8(IN_UTF16, LOCATOR_FLAGS)
    locator.writeUInt32BE(this.#lobs.push({ content, unit }) - 1, LOCATOR_BYTES - 4)
    return locator
  }

  #readLob(reader: WireReader): Buffer {
    const call = requests.readLobCall(reader, LOCATOR_BYTES)
    const lob = this.#lobs[call.locator.readUInt32BE(LOCATOR_BYTES - 4)]
    if (call.operation !== LOB_READ || !lob) {
      return messages.callEnd(serverError(22_275, 'invalid LOB locator specified'), this.release)
    }
    const { content, unit } = lob
    const start = (call.offset - 1) * unit
    const part = content.subarray(start, start + call.amount * unit)
    return Buffer.concat([
      messages.lobData(part),
      messages.lobRead(call.locator, part.length / unit),
      messages.callEnd(null, this.release),
    ])
  }
}
