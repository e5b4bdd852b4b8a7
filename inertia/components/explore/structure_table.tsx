import type { Column } from '~/api/types'
import { PrimaryKey } from '~/components/explore/column_head'
import { isInferred, share } from '~/components/explore/presence'
import { ReferenceLink } from '~/components/explore/reference_link'
import { useStrings } from '~/strings/strings_context'
import classes from './structure_table.module.css'

/** What each column holds, and what it points at or how often it is there. */
export function StructureTable({ columns }: { columns: Column[] }) {
  const t = useStrings().explore.structure
  const inferred = isInferred(columns)
  const heads = inferred
    ? [t.column, t.type, t.foundIn, t.mayBeEmpty]
    : [t.column, t.type, t.mayBeEmpty, t.default, t.references]
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t.label}>
      {inferred && <p className={classes.note}>{t.inferred}</p>}
      <table className={classes.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}>
              <NameAndType column={column} />
              {/* Nobody declared inferred columns: there are no defaults and no references to tell. */}
              {inferred ? <Inferred column={column} /> : <Declared column={column} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NameAndType({ column }: { column: Column }) {
  return (
    <>
      <th scope="row">
        <span className={classes.name}>
          {column.name}
          {column.primaryKey && <PrimaryKey />}
        </span>
      </th>
      <td className={classes.type}>{column.type}</td>
    </>
  )
}

function Declared({ column }: { column: Column }) {
  const t = useStrings().explore.structure
  const nothing = <span className={classes.none}>{t.nothing}</span>
  return (
    <>
      <td className={classes.word}>{column.nullable ? t.yes : t.no}</td>
      <td>{column.default ?? nothing}</td>
      <td>{column.references ? <ReferenceLink column={column} /> : nothing}</td>
    </>
  )
}

function Inferred({ column: { presence = 1, nullable } }: { column: Column }) {
  const { structure: t, share: words } = useStrings().explore
  return (
    <>
      <td className={classes.word}>
        <span className={classes.presence}>
          <meter className={classes.meter} value={presence} aria-hidden="true" />
          {share(presence, words)}
        </span>
      </td>
      <td className={classes.word}>{nullable ? t.yes : t.no}</td>
    </>
  )
}
