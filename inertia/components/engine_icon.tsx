import { IconDatabase } from '@tabler/icons-react'
import type { CSSProperties, ReactNode } from 'react'
import classes from './engine_icon.module.css'

interface Drawing {
  /** Of the tile and the lines, in degrees. */
  hue: number
  /** Lines on a 24 × 24 grid. */
  drawing: ReactNode
}

const drawings = import.meta.glob<Drawing>('./engine_icons/*.tsx', {
  eager: true,
  import: 'default',
})

/** Our own drawing for an engine, in a tile; a plain database where there is none. */
export function EngineIcon({ type, size = 28 }: { type: string; size?: number }) {
  const found = drawings[`./engine_icons/${type}.tsx`]
  const style = { '--size': `${size}px`, '--hue': found?.hue ?? 210 } as CSSProperties
  return (
    <span className={classes.tile} style={style} aria-hidden="true">
      {found ? (
        <svg viewBox="0 0 24 24" className={classes.drawing}>
          {found.drawing}
        </svg>
      ) : (
        <IconDatabase className={classes.drawing} />
      )}
    </span>
  )
}
