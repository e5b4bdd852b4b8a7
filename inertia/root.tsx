import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type PropsWithChildren, useState } from 'react'
import { ApiError } from '~/api/client'
import { cssVariables, theme } from '~/theme'

interface Props {
  /** What the content security policy of this page wants on styles. */
  nonce?: string
}

/** What every page is wrapped in, on the server and in the browser alike. */
export function Root({ nonce = '', children }: PropsWithChildren<Props>) {
  const [queryClient] = useState(createQueryClient)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        {children}
        <Notifications position="bottom-right" limit={3} autoClose={5000} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: isWorthRetrying, refetchOnWindowFocus: true },
    },
  })
}

/** The server's answers are final; only a network that failed is asked once more. */
function isWorthRetrying(failures: number, error: Error) {
  return failures < 1 && error instanceof ApiError && error.code === 'network'
}
