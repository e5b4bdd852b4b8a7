import { Button, Text } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import type { Connection } from '~/api/types'
import { ConnectionStatus } from '~/components/connections/connection_status'
import { EngineIcon } from '~/components/engine_icon'
import { Link } from '~/components/link'
import { MiddleElided } from '~/components/middle_elided'
import { useConnection } from '~/hooks/use_connection'
import classes from './chosen_connection.module.css'

interface Props {
  connection: Connection
  engineLabel: string
  onChange: () => void
}

/** The connection a dataset begins with, and what can be done with it now. */
export function ChosenConnection({ connection: chosen, engineLabel, onChange }: Props) {
  const { data: connection } = useConnection(chosen)
  return (
    <section className={classes.chosen} aria-label="Chosen connection">
      <div className={classes.head}>
        <EngineIcon type={connection.type} size={40} />
        <div className={classes.names}>
          <h3 className={classes.name}>{connection.name}</h3>
          <span className={classes.target} aria-label={`${engineLabel}, ${connection.target}`}>
            <MiddleElided text={connection.target} />
          </span>
        </div>
        <ConnectionStatus connection={connection} />
      </div>
      <Text size="sm" c="dimmed" className={classes.next}>
        Look at its tables and their first rows to see which ones you want. Importing tables into a
        dataset is not part of this version yet.
      </Text>
      <div className={classes.actions}>
        <Button
          component={Link}
          href={`/connections/${connection.id}`}
          leftSection={<IconTable size={16} />}
        >
          Explore tables
        </Button>
        <Button variant="subtle" color="gray" onClick={onChange}>
          Choose another
        </Button>
      </div>
    </section>
  )
}
