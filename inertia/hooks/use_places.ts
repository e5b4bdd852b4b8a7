import { IconHistory, IconPlugConnected, IconSettings, IconStack2 } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'

export interface Place {
  label: string
  href: string
  /** Addresses that belong to it begin so. */
  under: string
  /** What leads there after `g`. */
  key: string
  icon: typeof IconHistory
}

/** The places of the product that this person may go to. */
export function usePlaces(): Place[] {
  const { places } = useStrings().shell
  const { user } = useUser()
  const isAdmin = user?.role === 'admin'
  return useMemo(() => {
    const audit = {
      label: places.audit,
      href: '/audit',
      under: '/audit',
      key: 'a',
      icon: IconHistory,
    }
    const settings = isAdmin ? '/settings/members' : '/settings/tokens'
    return [
      {
        label: places.connections,
        href: '/connections',
        under: '/connections',
        key: 'c',
        icon: IconPlugConnected,
      },
      {
        label: places.datasets,
        href: '/datasets',
        under: '/datasets',
        key: 'd',
        icon: IconStack2,
      },
      ...(isAdmin ? [audit] : []),
      {
        label: places.settings,
        href: settings,
        under: '/settings',
        key: 's',
        icon: IconSettings,
      },
    ]
  }, [isAdmin, places])
}
