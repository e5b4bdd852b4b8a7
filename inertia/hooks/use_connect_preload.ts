import { useQueryClient } from '@tanstack/react-query'
import { loadConnectModal } from '~/components/connect/load_connect_modal'
import { enginesQuery } from '~/hooks/use_engines'

/** For the button that opens the connect modal: what it needs is fetched while somebody is about to press it. */
export function useConnectPreload() {
  const queryClient = useQueryClient()
  const preload = () => {
    void loadConnectModal()
    void queryClient.prefetchQuery(enginesQuery)
  }
  return { onPointerEnter: preload, onFocus: preload }
}
