import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, send } from '~/api/client'
import { readEvents } from '~/api/event_stream'
import type { Answer, ConnectionInput, Probe, TestAnswer, TestResult } from '~/api/types'

/** What is tested: a connection without its name; what is omitted comes from the stored one. */
export type TestInput = Pick<ConnectionInput, 'type' | 'config' | 'credentials'> & {
  connectionId?: string
}

/** `probes` are the stages that are through. */
export type TestState =
  | { phase: 'idle'; probes: Probe[] }
  | { phase: 'running'; probes: Probe[]; startedAt: number }
  | { phase: 'stopped'; probes: Probe[]; afterMs: number }
  | { phase: 'done'; probes: Probe[]; result: TestResult }
  | { phase: 'refused'; probes: Probe[]; error: Error }

/** Milliseconds. The server answers within 30 s, whatever the database does. */
const LONGEST = 45_000

/** Tests what the form holds and tells each stage as it passes; `cancel` stops the work on the target too. */
export function useConnectionTest() {
  const [state, setState] = useState<TestState>({ phase: 'idle', probes: [] })
  const running = useRef<AbortController>(null)

  const cancel = useCallback(() => {
    running.current?.abort()
    running.current = null
    setState((now) => (now.phase === 'running' ? stopped(now) : now))
  }, [])
  useEffect(() => () => running.current?.abort(), [])

  /** Resolves with how it ended; null if it was cancelled, or another one was started. */
  const start = useCallback(async (input: TestInput): Promise<TestState | null> => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const show = (next: TestState) => {
      if (running.current !== controller) return null
      setState(next)
      return next
    }
    const startedAt = Date.now()
    const stopWatching = watchNetwork(() => controller.abort(brokeOff()))
    let probes: Probe[] = []
    show({ phase: 'running', probes, startedAt })
    try {
      const result = await runTest(input, controller.signal, (probe) => {
        probes = [...probes, probe]
        show({ phase: 'running', probes, startedAt })
      })
      return show({ phase: 'done', probes: result.probes, result })
    } catch (error) {
      const { reason } = controller.signal as { reason: unknown }
      const told = reason instanceof ApiError ? reason : (error as Error)
      return show({ phase: 'refused', probes, error: told })
    } finally {
      stopWatching()
    }
  }, [])

  return { state, start, cancel }
}

function stopped({ probes, startedAt }: TestState & { phase: 'running' }): TestState {
  return { phase: 'stopped', probes, afterMs: Date.now() - startedAt }
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
  for await (const { event, data } of eventsOf(response, signal)) {
    if (event === 'probe') onProbe(data as Probe)
    if (event === 'result') return resultOf(data as Answer<TestAnswer>)
    if (event === 'error') throw streamedRefusal(data)
  }
  throw brokeOff()
}

/** An open stream does not hear of a network that is gone. Being offline does not mean it, for Varlor may run here. */
function watchNetwork(onGone: () => void) {
  const look = () => void fetch('/health/live', { cache: 'no-store' }).catch(onGone)
  const timer = setTimeout(onGone, LONGEST)
  addEventListener('offline', look)
  return () => {
    clearTimeout(timer)
    removeEventListener('offline', look)
  }
}

/** A network that fails in the middle is told like one that failed at the start. */
async function* eventsOf(response: Response, signal: AbortSignal) {
  try {
    yield* readEvents(response)
  } catch (error) {
    throw signal.aborted ? error : brokeOff()
  }
}

/** Without words: whoever shows it says them in the reader's language. */
function brokeOff() {
  return new ApiError(0, [{ code: 'network', message: '' }], null)
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
