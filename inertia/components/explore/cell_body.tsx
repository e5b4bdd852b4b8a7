import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Cell } from '~/api/types'
import { cellText } from '~/components/explore/cell_text'
import { hexText } from '~/components/explore/hex_text'
import { jsonText } from '~/components/explore/json_text'
import { jsonTree } from '~/components/explore/json_tree'
import { JsonView } from '~/components/explore/json_view'
import { useStrings } from '~/strings/strings_context'
import classes from './cell_detail.module.css'

interface Props {
  cell: Cell
  size: string
}

/** A value as it is best read: documents as a tree, bytes in hex, everything else as text. */
export function CellBody({ cell, size }: Props) {
  const t = useStrings().explore.detail
  const [isRaw, setRaw] = useState(false)
  const kind = cell !== null && typeof cell === 'object' ? cell.$type : 'text'
  const tree = useMemo(() => (kind === 'json' ? jsonTree(cellText(cell)) : null), [kind, cell])
  const views = kind === 'binary' ? [t.asHex, t.asBase64] : tree && [t.asTree, t.asText]
  return (
    <>
      <div className={classes.facts}>
        <span>{size}</span>
        {views && (
          <SegmentedControl
            aria-label={t.view}
            data={views}
            value={isRaw ? views[1] : views[0]}
            onChange={(view) => setRaw(view === views[1])}
          />
        )}
      </div>
      {tree && !isRaw ? (
        <div className={classes.body} tabIndex={0} role="region" aria-label={t.content}>
          <JsonView node={tree} />
        </div>
      ) : (
        <pre
          className={classes.text}
          data-is-hex={kind === 'binary' && !isRaw ? true : undefined}
          tabIndex={0}
        >
          {kind === 'binary' && !isRaw
            ? hexText(cellText(cell))
            : tree
              ? jsonText(tree)
              : cellText(cell)}
        </pre>
      )}
    </>
  )
}
