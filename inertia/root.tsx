import { MantineProvider } from '@mantine/core'
import { onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type PropsWithChildren, useEffect, useState } from 'react'
import { ApiError, failIn } from '~/api/client'
import { currentReach, watchReach } from '~/api/reachability'
import { Toasts } from '~/components/toasts'
import { useStrings } from '~/strings/strings_context'
import { cssVariables, themeIn } from '~/theme'

interface Props {
  /** What the content security policy of this page wants on styles. */
  nonce?: string
}

/** What every page is wrapped in, on the server and in the browser alike. */
export function Root({ nonce = '', children }: PropsWithChildren<Props>) {
  const strings = useStrings()
  const [queryClient] = useState(createQueryClient)
  const [theme] = useState(() => themeIn(strings))
  useEffect(() => failIn(strings), [strings])
  useEffect(waitWhileUnreachable, [])
  useEffect(sayInteractive, [])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        {children}
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  )
}

function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: isWorthRetrying, refetchOnWindowFocus: true },
      // What somebody pressed is done now or not at all, never when they have long gone elsewhere.
      mutations: { networkMode: 'always' },
    },
  })
}

/** The server's answers are final; only a network that failed is asked once more. */
function isWorthRetrying(failures: number, error: Error) {
  return failures < 1 && error instanceof ApiError && error.code === 'network'
}

/** Queries stand still while the server cannot be asked, and go on by themselves. */
function waitWhileUnreachable() {
  const follow = () => onlineManager.setOnline(currentReach() === 'reachable')
  follow()
  return watchReach(follow)
}

/** For who drives a browser: the page listens to keys and clicks from here on. */
function sayInteractive() {
  document.documentElement.dataset.interactive = 'true'
}
