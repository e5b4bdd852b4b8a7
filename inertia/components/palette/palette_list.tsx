import type { PaletteItem } from '~/components/palette/use_palette_items'
import { Keys } from '~/components/shortcuts/keys'
import { useStrings } from '~/strings/strings_context'
import classes from './palette.module.css'

interface Props {
  id: string
  items: PaletteItem[]
  /** Index of the one that Enter chooses. */
  current: number
  optionId: (index: number) => string
  onPoint: (index: number) => void
  onChoose: (index: number) => void
}

/** What can be chosen, under the headings of its groups. */
export function PaletteList({ id, items, current, optionId, onPoint, onChoose }: Props) {
  const { palette } = useStrings().shell
  const groups = Map.groupBy(
    items.map((item, index) => ({ item, index })),
    ({ item }) => item.group
  )
  return (
    <div id={id} role="listbox" aria-label={palette.results} className={classes.list}>
      {[...groups].map(([group, members]) => (
        <div key={group} role="group" aria-label={palette[group]}>
          <div className={classes.group} aria-hidden="true">
            {palette[group]}
          </div>
          {members.map(({ item, index }) => (
            <div
              key={item.id}
              id={optionId(index)}
              role="option"
              aria-selected={index === current}
              className={classes.item}
              onPointerMove={() => onPoint(index)}
              onClick={() => onChoose(index)}
            >
              <span className={classes.icon} aria-hidden="true">
                {item.icon}
              </span>
              <span className={classes.label}>{item.label}</span>
              {item.hint && <span className={classes.hint}>{item.hint}</span>}
              {item.keys && (
                <span className={classes.keys} aria-hidden="true">
                  <Keys keys={item.keys} />
                </span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
