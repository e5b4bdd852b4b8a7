import { Button, Text } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
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

/** The connection a dataset begins with, and what can be done with it now. */
export function ChosenConnection({ connection: chosen, engineLabel, onChange }: Props) {
  const { chosen: words } = useStrings().datasets
  const { data: connection } = useConnection(chosen)
  return (
    <section className={classes.chosen} aria-label={words.label}>
      <div className={classes.head}>
        <EngineIcon type={connection.type} size={40} />
        <div className={classes.names}>
          <h3 className={classes.name}>{connection.name}</h3>
          <span className={classes.target} aria-label={words.at(engineLabel, connection.target)}>
            <MiddleElided text={connection.target} />
          </span>
        </div>
        <ConnectionStatus connection={connection} />
      </div>
      <Text size="sm" c="dimmed" className={classes.next}>
        {words.next}
      </Text>
      <div className={classes.actions}>
        <Button
          component={Link}
          href={`/connections/${connection.id}`}
          leftSection={<IconTable size={16} />}
        >
          {words.explore}
        </Button>
        <Button variant="subtle" color="gray" onClick={onChange}>
          {words.other}
        </Button>
      </div>
    </section>
  )
}
