import { type BsonType, type Element, elementsOf } from '#connectors/mongodb/bson_reader'

/** As the database names it; binary data that is a UUID by its kind has a name of its own. */
export type ValueType = BsonType | 'uuid'

/** How much of nested documents a type tells: levels, fields of each, items of an array, characters in all. */
const DEPTH = 3
const FIELDS = 12
const ITEMS = 20
const TYPE_LENGTH = 300

/** What a sample says of one field: its types, and those of what is nested in it. */
export class Shape {
  /** Values that were seen, nulls included. */
  seen = 0
  nulls = 0
  readonly #types = new Map<ValueType, number>()
  #fields: Map<string, Shape> | null = null
  #hasMoreFields = false
  #items: Shape | null = null

  constructor(private readonly depth = 0) {}

  add({ type, value }: Pick<Element, 'type' | 'value'>) {
    this.seen += 1
    if (type === 'null' || type === 'undefined') this.nulls += 1
    const name: ValueType = type === 'binData' && value[4] === 4 ? 'uuid' : type
    this.#types.set(name, (this.#types.get(name) ?? 0) + 1)
    if (this.depth >= DEPTH) return
    if (type === 'object') this.#addFields(value)
    if (type === 'array') this.#addItems(value)
  }

  /** Such as `string | int`, most frequent first; `object{city: string, zip: int}`; `array<string>`. */
  get type(): string {
    const text = this.#types.size === 0 ? 'null' : this.#names().join(' | ')
    return text.length > TYPE_LENGTH ? `${text.slice(0, TYPE_LENGTH - 1)}…` : text
  }

  /** Those that say something: no nulls. */
  get types(): ValueType[] {
    return [...this.#types.keys()].filter((name) => name !== 'null' && name !== 'undefined')
  }

  #addFields(document: Buffer) {
    this.#fields ??= new Map()
    for (const element of elementsOf(document)) {
      const known = this.#fields.get(element.name)
      if (!known && this.#fields.size >= FIELDS) {
        this.#hasMoreFields = true
        return
      }
      const shape = known ?? new Shape(this.depth + 1)
      this.#fields.set(element.name, shape)
      shape.add(element)
    }
  }

  #addItems(array: Buffer) {
    this.#items ??= new Shape(this.depth + 1)
    let left = ITEMS
    for (const item of elementsOf(array)) {
      if (left-- === 0) return
      this.#items.add(item)
    }
  }

  /** That it may be null is told apart; only where nothing else was seen it is the type. */
  #names(): string[] {
    const names = [...this.#types].sort(([, a], [, b]) => b - a).map(([name]) => name)
    const telling = names.filter((name) => name !== 'null')
    return (telling.length > 0 ? telling : names).map((name) => this.#nested(name))
  }

  #nested(name: string): string {
    if (name === 'array' && this.#items && this.#items.seen > 0) return `array<${this.#items.type}>`
    if (name !== 'object' || !this.#fields || this.#fields.size === 0) return name
    const fields = [...this.#fields].map(([field, shape]) => `${plain(field)}: ${shape.type}`)
    return `object{${[...fields, ...(this.#hasMoreFields ? ['…'] : [])].join(', ')}}`
  }
}

/** Names that could be taken for something else are quoted. */
function plain(name: string): string {
  const short = name.length > 60 ? `${name.slice(0, 59)}…` : name
  return /^[\p{L}\p{N}_$-]+$/u.test(short) ? short : JSON.stringify(short)
}
