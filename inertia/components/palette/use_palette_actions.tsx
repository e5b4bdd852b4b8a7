import { useMantineColorScheme } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconSun,
} from '@tabler/icons-react'
import type { PaletteItem } from '~/components/palette/use_palette_items'
import { useSignOut } from '~/hooks/use_sign_out'
import { useUser } from '~/hooks/use_user'
import { useConnectModal } from '~/stores/connect_modal'
import { useShortcutStore } from '~/stores/shortcuts'
import { useStrings } from '~/strings/strings_context'

const line = { size: 18, stroke: 1.6 }

/** What can be done from anywhere. */
export function usePaletteActions(): PaletteItem[] {
  const { palette, account } = useStrings().shell
  const { mayConnect } = useUser()
  const connect = useConnectModal((modal) => modal.create)
  const showSheet = useShortcutStore((store) => store.showSheet)
  const { setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const look = (scheme: 'light' | 'dark' | 'auto', icon: React.ReactNode): PaletteItem => ({
    id: scheme,
    group: 'actions',
    label: palette.appearance[scheme],
    icon,
    run: () => setColorScheme(scheme),
  })
  const connecting: PaletteItem = {
    id: 'connect',
    group: 'actions',
    label: palette.connect,
    icon: <IconPlugConnected {...line} />,
    run: () => connect(),
  }
  return [
    ...(mayConnect ? [connecting] : []),
    look('light', <IconSun {...line} />),
    look('dark', <IconMoon {...line} />),
    look('auto', <IconDeviceDesktop {...line} />),
    {
      id: 'shortcuts',
      group: 'actions',
      label: account.shortcuts,
      icon: <IconKeyboard {...line} />,
      keys: '?',
      run: () => showSheet(true),
    },
    {
      id: 'sign out',
      group: 'actions',
      label: account.signOut,
      icon: <IconLogout {...line} />,
      run: signOut,
    },
  ]
}
