const format = new Intl.NumberFormat('en')
const rules = new Intl.PluralRules('en')

/** `1,234,567`. */
export function number(value: number | bigint): string {
  return format.format(value)
}

/** `1 table`, `2,000 tables`. */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${number(count)} ${rules.select(count) === 'one' ? one : other}`
}
