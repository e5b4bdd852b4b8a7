import { test } from '@japa/runner'
import type { Probe } from '#connectors/contracts'
import { ERROR_CODES } from '#connectors/error_codes'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, never } from '#tests/conformance/workbench'

export function registerProbingTests({ spec, server, evidence }: Bench) {
  test('a good target passes every stage it has, in order, with timings', async ({ assert }) => {
    const reported: Probe[] = []
    const connector = await connectorTo(spec.engine, server())
    const result = await connector.test({ signal: never, onProbe: (probe) => reported.push(probe) })
    await connector.dispose()

    assert.containsSubset(result, {
      success: true,
      error: null,
      code: null,
      field: null,
      hint: null,
    })
    assert.match(result.serverVersion ?? '', /^\d+\.\d+/)
    evidence.version = result.serverVersion
    assert.include(result.message, spec.engine.label)
    assert.deepEqual(
      result.probes.map(({ name }) => name),
      [...spec.engine.probes]
    )
    const skipped = server().skips ?? ['ssh', 'tls']
    for (const { name, status, ms } of result.probes) {
      assert.equal(status, skipped.includes(name) ? 'skipped' : 'passed', name)
      if (status === 'passed') assert.isAtLeast(ms ?? -1, 0)
    }
    assert.sameDeepMembers(reported, result.probes)
  })

  test('each refusal names its reason, its stage and its field, and nothing secret', async ({
    assert,
  }) => {
    for (const refusal of spec.refusals?.(server()) ?? []) {
      const connector = await connectorTo(spec.engine, server(), refusal)
      const result = await connector.test({ signal: never })
      await connector.dispose()

      assert.equal(result.code, refusal.code, `${refusal.title}: ${result.message}`)
      assert.isFalse(result.success)
      assert.equal(result.field, refusal.field, refusal.title)
      assert.isNotEmpty(result.hint, refusal.title)
      assert.equal(result.error, result.message)
      const failed = result.probes.filter(({ status }) => status === 'failed')
      assert.deepEqual(
        failed.map(({ name }) => name),
        [refusal.probe],
        refusal.title
      )
      const secrets = { ...server().credentials, ...refusal.credentials }
      for (const secret of Object.values(secrets).filter(Boolean)) {
        assert.notInclude(JSON.stringify(result), secret, refusal.title)
      }
      evidence.proven.add(`refusal: ${refusal.title}`)
    }
  })

  test('a test that is cancelled rejects with the reason of its signal', async ({ assert }) => {
    const connector = await connectorTo(spec.engine, server())
    const reason = new Error('the client went away')
    await assert.rejects(
      () => connector.test({ signal: AbortSignal.abort(reason) }),
      'the client went away'
    )
    await connector.dispose()
  })

  test('every code of a refusal is of the closed set', ({ assert }) => {
    for (const { code } of spec.refusals?.(server()) ?? []) assert.property(ERROR_CODES, code)
  })
}
