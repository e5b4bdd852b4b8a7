import { AsOf } from '~/components/explore/as_of'
import { type Catalog, MOST_TABLES } from '~/hooks/use_catalog'
import { useStrings } from '~/strings/strings_context'
import classes from './table_pane.module.css'

interface Props {
  catalog: Catalog
  /** Whether more of the list is on its way. */
  isReading: boolean
  /** Whether the server looks for tables beyond those that are known. */
  isSearching: boolean
  /** How many tables the search found; null without one. */
  found: number | null
}

/** How many tables there are, or were found, and as of when. */
export function PaneFoot({ catalog: { tables, total, cachedAt, isWhole }, ...props }: Props) {
  const t = useStrings().explore.tables
  const said = () => {
    if (props.isSearching) return t.searchingAll
    if (props.found !== null) return t.found(props.found, total)
    if (!isWhole && props.isReading) return t.listing(tables.length, total)
    return t.count(total)
  }
  return (
    <div className={classes.foot}>
      {total > MOST_TABLES && isWhole && props.found === null && (
        <p className={classes.note}>{t.tooMany(tables.length)}</p>
      )}
      <span role="status">{said()}</span>
      <AsOf at={cachedAt} />
    </div>
  )
}
