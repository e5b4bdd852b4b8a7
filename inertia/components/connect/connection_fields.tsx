import type { Connection, EngineDescription } from '~/api/types'
import { FieldGroup, FoldedGroup } from '~/components/connect/field_group'
import { fieldsOf, type FormValues } from '~/components/connect/form_values'
import { GrantsButton } from '~/components/connect/grants_offer'
import { SaveAs } from '~/components/connect/save_as'
import type { StoredSecrets } from '~/components/connect/stored_secrets'
import type { Group } from '~/components/connect/use_connection_form'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_form.module.css'

interface Props {
  engine: EngineDescription
  editing: Connection | null
  config: FormValues['config']
  stored: StoredSecrets
  /** The groups that are open. */
  open: ReadonlySet<Group>
  onToggle: (group: Group) => void
}

const foldedGroups = ['security', 'tunnel', 'advanced'] as const

/** Everything that is asked for, from the host to the tags; what few people need is folded. */
export function ConnectionFields({ engine, editing, config, stored, open, onToggle }: Props) {
  const t = useStrings().connect.form
  const { user } = useUser()
  const groupOf = (group: Group) => fieldsOf(engine).filter((field) => field.group === group)
  return (
    <div className={classes.fields}>
      <p className={classes.tip}>{t.tip}</p>
      <FieldGroup fields={groupOf('basics')} stored={stored} />
      <div className={classes.script}>
        <GrantsButton engine={engine} config={config} />
      </div>
      <div className={classes.groups}>
        {foldedGroups.map(
          (group) =>
            groupOf(group).length > 0 && (
              <FoldedGroup
                key={group}
                label={t.groups[group]}
                fields={groupOf(group)}
                stored={stored}
                isOpen={open.has(group)}
                onToggle={() => onToggle(group)}
              />
            )
        )}
      </div>
      <SaveAs mayShare={editing === null || editing.ownerId === user?.id} />
    </div>
  )
}
