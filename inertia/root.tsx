import { MantineProvider } from '@mantine/core'
import type { PropsWithChildren } from 'react'

/** What every page is wrapped in, on the server and in the browser alike. */
export function Root({ children }: PropsWithChildren) {
  return <MantineProvider>{children}</MantineProvider>
}
