import { Head, usePage } from '@inertiajs/react'
import { lazy, type PropsWithChildren, useEffect } from 'react'
import favicon from '~/assets/favicon.svg'
import { loadConnectModal } from '~/components/connect/load_connect_modal'
import { NetworkNotice } from '~/components/network_notice'
import { OnFirstUse } from '~/components/on_first_use'
import { PageBoundary } from '~/components/page_boundary'
import { Rail } from '~/components/rail'
import { useGlobalShortcuts } from '~/hooks/use_global_shortcuts'
import { useSessionWatch } from '~/hooks/use_session_watch'
import { useUser } from '~/hooks/use_user'
import { useConnectModal } from '~/stores/connect_modal'
import { useNavigation } from '~/stores/navigation'
import { usePalette } from '~/stores/palette'
import { useSession } from '~/stores/session'
import { useShortcutStore } from '~/stores/shortcuts'
import { useStrings } from '~/strings/strings_context'
import classes from './app_layout.module.css'

const ConnectModal = lazy(loadConnectModal)
const loadPalette = () => import('~/components/palette/palette')
const Palette = lazy(loadPalette)
const RailSheet = lazy(() => import('~/components/rail_sheet'))
const ShortcutSheet = lazy(() => import('~/components/shortcuts/shortcut_sheet'))
const SignInAgain = lazy(() => import('~/components/session/sign_in_again'))

/** The frame of every page behind the sign-in: a rail of places on the left, the page beside it. */
export function AppLayout({ children }: PropsWithChildren) {
  const { shell } = useStrings()
  const { user } = useUser()
  useSessionWatch(user?.id)
  useGlobalShortcuts()
  useClosedByLeaving()
  useLoadedWhenIdle()

  return (
    <>
      <Head>
        <link head-key="icon" rel="icon" href={favicon} type="image/svg+xml" />
      </Head>
      <a className={classes.skip} href="#main">
        {shell.skip}
      </a>
      <div className={classes.frame}>
        <div className={classes.rail}>
          <Rail />
        </div>
        <main id="main" className={classes.main} tabIndex={-1}>
          <PageBoundary>{children}</PageBoundary>
        </main>
      </div>
      <NetworkNotice />
      <OnDemand />
    </>
  )
}

/** What floats above the page. Most visits open none of it, so its code comes with the first time. */
function OnDemand() {
  return (
    <>
      <OnFirstUse when={useNavigation(({ opened }) => opened)}>
        <RailSheet />
      </OnFirstUse>
      <OnFirstUse when={useConnectModal(({ opened }) => opened)}>
        <ConnectModal />
      </OnFirstUse>
      <OnFirstUse when={usePalette(({ opened }) => opened)}>
        <Palette />
      </OnFirstUse>
      <OnFirstUse when={useShortcutStore(({ isSheetOpen }) => isSheetOpen)}>
        <ShortcutSheet />
      </OnFirstUse>
      <OnFirstUse when={useSession(({ ending }) => ending !== null)}>
        <SignInAgain />
      </OnFirstUse>
    </>
  )
}

/** Whoever presses ⌘K types on at once. */
function useLoadedWhenIdle() {
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => {}), 2_000)
    return () => clearTimeout(timer)
  }, [])
}

function useClosedByLeaving() {
  const close = useNavigation((navigation) => navigation.close)
  const { url } = usePage()
  useEffect(close, [url, close])
}
