import { Head } from '@inertiajs/react'
import type { PropsWithChildren } from 'react'
import favicon from '~/assets/favicon.svg'
import { NetworkNotice } from '~/components/network_notice'
import { PageBoundary } from '~/components/page_boundary'
import classes from './bare_layout.module.css'

/** For pages without a place in the rail: signing in, and errors. */
export function BareLayout({ children }: PropsWithChildren) {
  return (
    <>
      <Head>
        <link head-key="icon" rel="icon" href={favicon} type="image/svg+xml" />
      </Head>
      <main className={classes.main}>
        <PageBoundary>{children}</PageBoundary>
      </main>
      <NetworkNotice />
    </>
  )
}
