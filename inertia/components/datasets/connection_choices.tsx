import { UnstyledButton } from '@mantine/core'
import type { Connection } from '~/api/types'
import { ConnectionStatus } from '~/components/connections/connection_status'
import { EngineIcon } from '~/components/engine_icon'
import { MiddleElided } from '~/components/middle_elided'
import classes from './connection_choices.module.css'

interface Props {
  connections: Connection[]
  onChoose: (connection: Connection) => void
}

export function ConnectionChoices({ connections, onChoose }: Props) {
  return (
    <ul className={classes.list}>
      {connections.map((connection) => (
        <li key={connection.id}>
          <UnstyledButton className={classes.choice} onClick={() => onChoose(connection)}>
            <EngineIcon type={connection.type} />
            <span className={classes.names}>
              <span className={classes.name}>{connection.name}</span>
              <span className={classes.target}>
                <MiddleElided text={connection.target} />
              </span>
            </span>
            <span className={classes.status}>
              <ConnectionStatus connection={connection} />
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
