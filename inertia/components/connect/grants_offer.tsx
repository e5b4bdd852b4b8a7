import { Button, Group, Modal, TagsInput, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ConnectionInput, EngineDescription, TestResult } from '~/api/types'
import { CopyText } from '~/components/copy_text'
import { useEscapeHold } from '~/components/connect/use_escape_hold'
import { Failure } from '~/components/failure'
import { useGrants } from '~/hooks/use_grants'
import { useStrings } from '~/strings/strings_context'
import classes from './grants_offer.module.css'

interface Props {
  engine: EngineDescription
  config: ConnectionInput['config']
}

/** After a test has passed: whether the user could change data, and the way to one who could not. */
export function GrantsOffer({ result, ...props }: Props & { result: TestResult }) {
  const t = useStrings().connect.grants
  if (result.readOnly !== false && result.superuser !== true) return null
  return (
    <div className={classes.offer}>
      <Text size="sm" c="dimmed">
        {result.superuser ? t.mayAnything : t.mayWrite} {t.safer}
      </Text>
      <GrantsButton {...props} />
    </div>
  )
}

/** Opens the script; nothing where the engine has no users. */
export function GrantsButton({ engine, config }: Props) {
  const t = useStrings().connect.grants
  const [opened, setOpened] = useState(false)
  useEscapeHold(opened)

  if (!engine.hasGrants) return null
  return (
    <>
      <Button
        size="compact-sm"
        variant="transparent"
        px={0}
        className={classes.button}
        onClick={() => setOpened(true)}
      >
        {t.show}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t.title(engine.label)}
        size={720}
        classNames={{ title: classes.title }}
        zIndex={300}
        centered
        // One dialog within another: only the outer one's header is a landmark.
        attributes={{ header: { role: 'presentation' } }}
      >
        {/* What is pasted here is not for the form, which is above this in the tree of components. */}
        <div onPaste={(event) => event.stopPropagation()}>
          <Script engine={engine} config={config} />
        </div>
      </Modal>
    </>
  )
}

function Script({ engine, config }: Props) {
  const t = useStrings().connect.grants
  const [role, setRole] = useState('varlor_reader')
  const [schemas, setSchemas] = useState<string[]>([])
  const database = typeof config.database === 'string' ? config.database : ''
  const [wish] = useDebouncedValue({ role, schemas, database }, 200)
  const { data, error, refetch } = useGrants(engine.name, wish)
  return (
    <>
      <Text size="sm" mb="sm">
        {t.words}
      </Text>
      <Group grow align="start" mb="sm">
        <TextInput
          label={t.role}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value)}
        />
        {engine.capabilities.supportsSchemas && (
          <TagsInput
            label={isOpenDatabase(engine) ? t.databases : t.schemas}
            value={schemas}
            onChange={setSchemas}
          />
        )}
      </Group>
      {error && <Failure title={t.failed} error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          <pre className={classes.script} tabIndex={0} aria-label={t.script}>
            {data.script}
          </pre>
          <CopyText text={data.script} label={t.copy} size="sm" variant="filled" />
        </>
      )}
    </>
  )
}

/** Where the database may be left open, the databases themselves are what is called schemas elsewhere. */
function isOpenDatabase({ config }: EngineDescription) {
  const database = config.find(({ name }) => name === 'database')
  return database !== undefined && !database.required
}
