import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { type ColumnPlan, fixed, textColumn } from '#connectors/oracle/column_plan'
import type { DeclaredType } from '#connectors/oracle/declared_type'
import { NumberWriter } from '#connectors/oracle/number_writer'
import { asDouble, asNumberText, type ImportedValue } from '#connectors/oracle/value_writers'

const MOST_DIGITS = 38
/** Of an int64 that any number of so many digits fits. */
const MOST_INTEGER_DIGITS = 18
/** Binary digits below which a FLOAT has at most 15 decimal ones, which a double keeps. */
const MOST_FLOAT_BITS = 49

/** Decimals as they are declared, whole numbers of up to 18 digits as integers of 64 bits. */
export function numberColumn(column: string, { precision, scale }: DeclaredType): ColumnPlan {
  const type = numberType(precision, scale)
  if (!type) {
    const note =
      precision === null
        ? 'Kept as text: NUMBER without a precision has no bound on its places.'
        : `Kept as text: it may have more than ${MOST_DIGITS} digits.`
    return { ...textColumn(column, note), write: asNumberText }
  }
  const places = type.name === 'decimal' ? type.scale : 0
  const digits = type.name === 'decimal' ? type.precision : MOST_INTEGER_DIGITS
  const writer = new NumberWriter(digits, places)
  return {
    ...fixed([column], type, (value: ImportedValue, target: FixedWriter, row: number) =>
      writer.write(String(value), target, row)
    ),
    spelled: { write: asNumberText },
  }
}

/** INTEGER says a scale and no precision; a scale below zero stands for zeros before the point. */
function numberType(precision: number | null, scale: number | null) {
  if (precision === null && scale !== 0) return null
  const places = Math.max(0, scale ?? 0)
  const digits = Math.max((precision ?? MOST_DIGITS) - Math.min(0, scale ?? 0), places)
  if (digits > MOST_DIGITS) return null
  if (places === 0 && digits <= MOST_INTEGER_DIGITS) return { name: 'int64' } as const
  return { name: 'decimal', precision: digits, scale: places } as const
}

/** FLOAT is a decimal whose digits are counted in bits. */
export function floatColumn(column: string, { precision }: DeclaredType): ColumnPlan {
  const spelled = { write: asNumberText }
  if ((precision ?? 126) <= MOST_FLOAT_BITS) {
    return { ...fixed([column], { name: 'double' }, asDouble), spelled }
  }
  const note = 'Kept as text: it has more digits than a double holds.'
  return { ...textColumn(column, note), ...spelled }
}
