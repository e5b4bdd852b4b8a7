import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import { generatePassword } from '#connectors/generated_password'
import { USUAL_PASSWORDS } from '#connectors/password_rules'
import { SessionBudget } from '#connectors/session_budget'
import { type FaultyProxy, faultyProxy } from '#tests/conformance/faulty_proxy'
import { newName, passwordsOf } from '#tests/conformance/password_bench'
import type { Bench } from '#tests/conformance/suite'
import {
  connectorTo,
  eventually,
  never,
  openSockets,
  tested,
  using,
} from '#tests/conformance/workbench'

interface User {
  username: string
  password: string
}

/** What is told of a change must be true at whichever moment the network fails. */
export function registerPasswordFaultTests({ spec, server }: Bench) {
  const newPassword = () => generatePassword(spec.engine.passwordRules ?? USUAL_PASSWORDS)
  const connect = (user: User, through?: FaultyProxy, budget?: SessionBudget) => {
    const { config, ...way } = through
      ? (server().pointAt?.(through.port) ?? { config: { port: through.port } })
      : {}
    return connectorTo(spec.engine, server(), {
      ...way,
      ...(budget && { budget }),
      config: { ...passwordsOf(server()).config, ...config, username: user.username },
      credentials: { password: user.password },
    })
  }
  const addUser = async (): Promise<User> => {
    const user = { username: newName('someone'), password: newPassword() }
    await passwordsOf(server()).addUser({ ...user, changes: 'own' })
    return user
  }
  const place = () => {
    const { host = '127.0.0.1', port } = server().config
    return { host: String(host), port: passwordsOf(server()).port ?? Number(port) }
  }
  const signsIn = async (user: User) => (await tested(connect(user))).success

  for (const kind of ['unheard', 'heard'] as const) {
    test(`a connection that breaks at any moment is never told wrong: ${kind}`, async ({
      assert,
    }) => {
      let user = await addUser()
      let untold = 0
      for (let after = 1, isDone = false; !isDone; after++) {
        const proxy = await faultyProxy(place(), { after, kind })
        const password = newPassword()
        const to = { username: user.username, password, current: user.password }
        const failure = await using(connect(user, proxy), (connector) =>
          connector.changePassword(to, { signal: never }).then(
            () => null,
            (error: ConnectorError) => error
          )
        )
        await proxy.close()
        const [isOld, isNew] = [await signsIn(user), await signsIn({ ...user, password })]
        const told = `after ${after}: ${failure?.code}, ${failure?.message}`
        assert.notEqual(isOld, isNew, told)
        if (!failure) assert.isTrue(isNew, told)
        if (failure?.definite) assert.isTrue(isOld, told)
        if (failure && isNew) untold += 1
        if (isNew) user = { ...user, password }
        isDone = !proxy.isFaulty()
      }
      if (kind === 'heard')
        assert.isAbove(untold, 0, 'no break came between the change and its answer')
    }).timeout(120_000)
  }

  test('who goes away at any moment leaves nothing open', async ({ assert }) => {
    const before = openSockets()
    const user = await addUser()
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    for (let after = 1, isDone = false; !isDone; after++) {
      const client = new AbortController()
      const onFault = () => client.abort(new Error('gone'))
      const proxy = await faultyProxy(place(), { after, kind: 'silence', onFault })
      const connector = await connect(user, proxy, budget)
      const to = { username: user.username, password: user.password, current: user.password }
      const failure = await connector.changePassword(to, { signal: client.signal }).then(
        () => null,
        (error: Error) => error.message
      )
      await connector.dispose()
      await proxy.close()
      assert.oneOf(failure, [null, 'gone'])
      isDone = failure === null
    }
    await eventually(() => budget.held === 0 && openSockets() <= before)
  }).timeout(120_000)

  test('who has gone already asks nothing', async ({ assert }) => {
    const user = await addUser()
    const to = { username: user.username, password: newPassword(), current: user.password }
    await using(connect(user), (connector) =>
      assert.rejects(
        () => connector.changePassword(to, { signal: AbortSignal.abort(new Error('gone')) }),
        'gone'
      )
    )
    assert.isTrue(await signsIn(user))
  })

  test('who cannot sign in has surely changed nothing', async ({ assert }) => {
    const user = await addUser()
    const to = { username: user.username, password: newPassword(), current: user.password }
    const failure = await using(connect({ ...user, password: newPassword() }), (connector) =>
      connector.changePassword(to, { signal: never }).catch((error: ConnectorError) => error)
    )
    assert.include(failure, { code: 'auth_bad', definite: true })
    assert.isTrue(await signsIn(user))
  })
}
