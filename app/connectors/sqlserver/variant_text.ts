/** SQL for the text of a `sql_variant`. Each value has a type of its own, and the usual text of some is not all of it. */
export function variantText(column: string): string {
  const when = (types: string, then: string) =>
    `when sql_variant_property(${column}, 'BaseType') in (${types}) then ${then} `
  return (
    'convert(nvarchar(max), case ' +
    when(
      "'binary', 'varbinary'",
      `convert(nvarchar(max), convert(varbinary(8000), ${column}), 1)`
    ) +
    when("'float', 'real'", `convert(nvarchar(40), convert(float, ${column}), 3)`) +
    when("'money', 'smallmoney'", `convert(nvarchar(42), convert(money, ${column}), 2)`) +
    when(
      "'date', 'time', 'datetime', 'smalldatetime', 'datetime2', 'datetimeoffset'",
      `convert(nvarchar(40), ${column}, 121)`
    ) +
    `else convert(nvarchar(max), ${column}) end)`
  )
}
