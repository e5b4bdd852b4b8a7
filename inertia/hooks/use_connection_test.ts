import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, send } from '~/api/client'
import { readEvents } from '~/api/event_stream'
import type { Answer, ConnectionInput, Probe, TestAnswer, TestResult } from '~/api/types'

/** What is tested: a connection without its name; what is omitted comes from the stored one. */
export type TestInput = Pick<ConnectionInput, 'type' | 'config' | 'credentials'> & {
  connectionId?: string
}

export type TestState =
  | { phase: 'idle' }
  | { phase: 'running'; probes: Probe[]; startedAt: number }
  | { phase: 'done'; result: TestResult }
  | { phase: 'refused'; error: Error }

/** Tests what the form holds and tells each stage as it passes; `cancel` stops the work on the target too. */
export function useConnectionTest() {
  const [state, setState] = useState<TestState>({ phase: 'idle' })
  const running = useRef<AbortController>(null)

  const cancel = useCallback(() => {
    running.current?.abort()
    running.current = null
    setState({ phase: 'idle' })
  }, [])
  useEffect(() => () => running.current?.abort(), [])

  const start = useCallback(async (input: TestInput): Promise<TestResult | null> => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const show = (next: TestState) => {
      if (running.current === controller) setState(next)
    }
    const probes: Probe[] = []
    const startedAt = Date.now()
    show({ phase: 'running', probes: [], startedAt })
    try {
      const result = await runTest(input, controller.signal, (probe) => {
        probes.push(probe)
        show({ phase: 'running', probes: [...probes], startedAt })
      })
      show({ phase: 'done', result })
      return controller.signal.aborted ? null : result
    } catch (error) {
      if (!controller.signal.aborted) show({ phase: 'refused', error: error as Error })
      return null
    }
  }, [])

  return { state, start, cancel }
}

/** Prefers the stream; whoever answers with one JSON document instead is understood as well. */
async function runTest(body: TestInput, signal: AbortSignal, onProbe: (probe: Probe) => void) {
  const response = await send('/connectors/test', {
    method: 'POST',
    body,
    signal,
    headers: { accept: 'text/event-stream, application/json;q=0.5' },
  })
  if (!response.headers.get('content-type')?.includes('text/event-stream')) {
    return resultOf((await response.json()) as Answer<TestAnswer>)
  }
  for await (const { event, data } of readEvents(response)) {
    if (event === 'probe') onProbe(data as Probe)
    if (event === 'result') return resultOf(data as Answer<TestAnswer>)
    if (event === 'error') throw streamedRefusal(data)
  }
  throw new ApiError(0, [{ code: 'network', message: 'The test broke off. Try again.' }], null)
}

function resultOf({ data: { success, testResult } }: Answer<TestAnswer>): TestResult {
  return { ...testResult, success }
}

function streamedRefusal(data: unknown) {
  const { errors, requestId } = data as {
    errors: ConstructorParameters<typeof ApiError>[1]
    requestId?: string
  }
  return new ApiError(500, errors, requestId ?? null)
}
