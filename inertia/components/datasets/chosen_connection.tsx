import { Button } from '@mantine/core'
import type { Connection } from '~/api/types'
import { ConnectionStatus } from '~/components/connections/connection_status'
import { EngineIcon } from '~/components/engine_icon'
import { Link } from '~/components/link'
import { MiddleElided } from '~/components/middle_elided'
import { useConnection } from '~/hooks/use_connection'
import { useStrings } from '~/strings/strings_context'
import classes from './chosen_connection.module.css'

interface Props {
  connection: Connection
  engineLabel: string
  onChange: () => void
}

/** The connection whose tables are chosen, and the way to another one. */
export function ChosenConnection({ connection: chosen, engineLabel, onChange }: Props) {
  const { chosen: words } = useStrings().datasets
  const { data: connection } = useConnection(chosen)
  return (
    <section className={classes.chosen} aria-label={words.label}>
      <EngineIcon type={connection.type} size={32} />
      <div className={classes.names}>
        <h2 className={classes.name}>{connection.name}</h2>
        <span className={classes.target} aria-label={words.at(engineLabel, connection.target)}>
          <MiddleElided text={connection.target} />
        </span>
      </div>
      <span className={classes.status}>
        <ConnectionStatus connection={connection} />
      </span>
      <span className={classes.actions}>
        <Button
          component={Link}
          href={`/connections/${connection.id}`}
          variant="subtle"
          color="gray"
        >
          {words.explore}
        </Button>
        <Button variant="default" onClick={onChange}>
          {words.other}
        </Button>
      </span>
    </section>
  )
}
