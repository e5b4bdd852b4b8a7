import type { Column, Limits } from '#connectors/contracts'
import { type Element, elementsOf } from '#connectors/mongodb/bson_reader'
import { Shape, type ValueType } from '#connectors/mongodb/shape'

/** Names may be as long as documents; whoever wants to see such columns will not do it here. */
const NAME_LENGTH = 255

export interface MongodbColumn extends Column {
  /** Of the values that were seen, but for nulls. */
  types: readonly ValueType[]
}

export interface InferredColumns {
  columns: MongodbColumn[]
  /** True when fields were left out because their names are too long. */
  isCut: boolean
}

/**
 * The top-level fields of a sample as columns: `_id`, then the others as they first appear. At most one more than
 * the limit, so that it can be told that there are more.
 */
export function inferColumns(
  documents: readonly Buffer[],
  hasKey: boolean,
  limits: Pick<Limits, 'columns'>
): InferredColumns {
  const fields = new Fields(limits.columns + 1)
  for (const document of documents) fields.addDocument(document)
  const { shapes, isCut } = fields
  const names = [...shapes.keys()]
  const ordered = shapes.has('_id') ? ['_id', ...names.filter((name) => name !== '_id')] : names
  const columns = ordered.map((name) =>
    toColumn(name, shapes.get(name) ?? new Shape(), documents.length, hasKey)
  )
  return { columns, isCut }
}

class Fields {
  readonly shapes = new Map<string, Shape>()
  isCut = false

  constructor(private readonly most: number) {}

  addDocument(document: Buffer) {
    const own = new Set<string>()
    for (const element of elementsOf(document)) {
      // Of two fields with one name the first counts, as it does for those who read the document.
      if (own.has(element.name)) continue
      own.add(element.name)
      this.#add(element)
    }
  }

  #add(element: Element) {
    const known = this.shapes.get(element.name)
    if (!known && element.name.length > NAME_LENGTH) this.isCut = true
    else if (known || this.shapes.size < this.most) this.#shape(element.name, known).add(element)
  }

  #shape(name: string, known: Shape | undefined): Shape {
    const shape = known ?? new Shape()
    this.shapes.set(name, shape)
    return shape
  }
}

function toColumn(name: string, shape: Shape, documents: number, hasKey: boolean): MongodbColumn {
  return {
    name,
    type: shape.type,
    types: shape.types,
    nullable: shape.nulls > 0 || shape.seen < documents,
    default: null,
    primaryKey: hasKey && name === '_id',
    references: null,
    // Of at most some hundreds: three digits never make it zero.
    presence: Math.min(1, Math.ceil((shape.seen / documents) * 1_000) / 1_000),
  }
}
