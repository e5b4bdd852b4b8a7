import { Head, usePage } from '@inertiajs/react'
import { Drawer } from '@mantine/core'
import { lazy, type PropsWithChildren, Suspense, useEffect, useState } from 'react'
import favicon from '~/assets/favicon.svg'
import { loadConnectModal } from '~/components/connect/load_connect_modal'
import { Rail } from '~/components/rail'
import { useConnectModal } from '~/stores/connect_modal'
import { useNavigation } from '~/stores/navigation'
import classes from './app_layout.module.css'

const ConnectModal = lazy(loadConnectModal)

/** The frame of every page behind the sign-in: a rail of places on the left, the page beside it. */
export function AppLayout({ children }: PropsWithChildren) {
  const { opened, close } = useNavigation()
  const { url } = usePage()
  useEffect(close, [url, close])

  return (
    <>
      <Head>
        <link head-key="icon" rel="icon" href={favicon} type="image/svg+xml" />
      </Head>
      <a className={classes.skip} href="#main">
        Skip to the content
      </a>
      <div className={classes.frame}>
        <div className={classes.rail}>
          <Rail />
        </div>
        <main id="main" className={classes.main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <Drawer
        opened={opened}
        onClose={close}
        title="Menu"
        size="xs"
        hiddenFrom="sm"
        classNames={{ body: classes.sheet }}
      >
        <Rail inSheet />
      </Drawer>
      <ConnectModalWhenAsked />
    </>
  )
}

/** Most visits never open it, so its code comes with the first time. */
function ConnectModalWhenAsked() {
  const opened = useConnectModal((modal) => modal.opened)
  const [wasAsked, setAsked] = useState(false)
  useEffect(() => {
    if (opened) setAsked(true)
  }, [opened])
  return wasAsked ? (
    <Suspense>
      <ConnectModal />
    </Suspense>
  ) : null
}
