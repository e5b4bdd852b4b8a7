import { PassThrough } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { Probe, TestResult } from '#connectors/contracts'
import { describeError } from '#exceptions/describe_error'
import { loggable } from '#exceptions/loggable'
import { ConnectionTester, type TestOptions } from '#services/connection_tester'
import TestResultTransformer from '#transformers/test_result_transformer'

/** Trying connections out; with `Accept: text/event-stream`, told stage by stage. */
@inject()
export default class ConnectorTestsController {
  constructor(private tester: ConnectionTester) {}

  /** Tests without saving. */
  create(ctx: HttpContext) {
    const body = ctx.request.body()
    return answer(ctx, (options) => this.tester.testUnsaved(ctx.actor, body, options))
  }

  /** Tests a saved connection and stores the outcome. */
  store(ctx: HttpContext) {
    return answer(ctx, (options) => this.tester.testStored(ctx.actor, ctx.params.id, options))
  }
}

async function answer(ctx: HttpContext, test: (options: TestOptions) => Promise<TestResult>) {
  const run = async (options: Pick<TestOptions, 'onProbe'> = {}) => {
    const result = await test({ ...options, signal: ctx.clientSignal })
    return ctx.serialize(TestResultTransformer.transform(result))
  }
  const wantsStages = ctx.request.accepts(['json', 'text/event-stream']) === 'text/event-stream'
  return wantsStages ? streamStages(ctx, (onProbe) => run({ onProbe })) : run()
}

/**
 * Answers with server-sent events: `probe` as each stage ends, then `result` with what a plain request would have
 * got, or `error` with the body of a failure. What fails before the first stage is an ordinary failed answer.
 */
async function streamStages(
  ctx: HttpContext,
  run: (onProbe: (probe: Probe) => void) => Promise<unknown>
) {
  const events = new PassThrough()
  const begun = Promise.withResolvers<void>()
  const result = run((probe) => {
    send(events, 'probe', probe)
    begun.resolve()
  })
  await Promise.race([begun.promise, result])
  void result
    .then((told) => send(events, 'result', told))
    .catch((error: unknown) => send(events, 'error', failureOf(error, ctx)))
    .finally(() => events.end())
  ctx.response.header('Content-Type', 'text/event-stream; charset=utf-8')
  ctx.response.header('Cache-Control', 'no-store')
  ctx.response.header('X-Accel-Buffering', 'no')
  ctx.response.stream(events)
}

function send(events: PassThrough, event: string, data: unknown) {
  if (!events.destroyed) events.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

function failureOf(error: unknown, { logger, request }: HttpContext) {
  const { errors, unexpected } = describeError(error)
  if (unexpected) logger.error({ error: loggable(error) }, 'request failed')
  return { errors, requestId: request.id() }
}
