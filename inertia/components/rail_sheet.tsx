import { Drawer } from '@mantine/core'
import { Rail } from '~/components/rail'
import { useNavigation } from '~/stores/navigation'
import { useStrings } from '~/strings/strings_context'
import classes from './rail_sheet.module.css'

/** The rail on a narrow screen. */
export default function RailSheet() {
  const { opened, close } = useNavigation()
  const { shell } = useStrings()
  return (
    <Drawer
      opened={opened}
      onClose={close}
      title={shell.menu}
      size="xs"
      hiddenFrom="sm"
      classNames={{ body: classes.sheet }}
    >
      <Rail inSheet />
    </Drawer>
  )
}
