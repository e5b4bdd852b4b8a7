import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import type { PasswordChange } from '#connectors/contracts'
import type { ErrorCode } from '#connectors/error_codes'
import { generatePassword } from '#connectors/generated_password'
import { USUAL_PASSWORDS } from '#connectors/password_rules'
import { ALL_PUNCTUATION, newName, passwordsOf } from '#tests/conformance/password_bench'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, never, tested, using } from '#tests/conformance/workbench'

interface User {
  username: string
  password: string
}

export function registerPasswordTests({ spec, server }: Bench) {
  const newPassword = () => generatePassword(spec.engine.passwordRules ?? USUAL_PASSWORDS)
  const connect = ({ username, password }: User) =>
    connectorTo(spec.engine, server(), {
      config: { ...passwordsOf(server()).config, username },
      credentials: { password },
    })
  const addUser = async (changes: 'own' | 'others' = 'own', username = newName('someone')) => {
    const user = { username, password: newPassword() }
    await passwordsOf(server()).addUser({ ...user, changes })
    return user
  }
  /** Null when the target took it, else its refusal. */
  const change = (by: User, to: PasswordChange): Promise<ConnectorError | null> =>
    using(connect(by), (connector) =>
      connector.changePassword(to, { signal: never }).then(
        () => null,
        (error: ConnectorError) => error
      )
    )
  const changeOwn = (user: User, password: string) =>
    change(user, { username: user.username, password, current: user.password })
  const signsIn = async (user: User): Promise<true | ErrorCode | null> => {
    const { success, code } = await tested(connect(user))
    return success || code
  }

  test('a new password lets its user in, and the old one does not any more', async ({ assert }) => {
    const user = await addUser()
    const password = newPassword()
    assert.isNull(await changeOwn(user, password))
    assert.isTrue(await signsIn({ ...user, password }))
    assert.equal(await signsIn(user), 'auth_bad')
  })

  test('a password may be changed again and again', async ({ assert }) => {
    let user = await addUser()
    for (let i = 0; i < 3; i++) {
      const password = newPassword()
      assert.isNull(await changeOwn(user, password))
      user = { ...user, password }
    }
    assert.isTrue(await signsIn(user))
  })

  test('odd characters of a password are only characters', async ({ assert }) => {
    const user = await addUser()
    const password = passwordsOf(server()).worstPassword ?? ALL_PUNCTUATION
    assert.isNull(await changeOwn(user, password))
    assert.isTrue(await signsIn({ ...user, password }))
    const next = newPassword()
    assert.isNull(await changeOwn({ ...user, password }, next))
    assert.isTrue(await signsIn({ ...user, password: next }))
  })

  test('a password that is not printable ASCII is refused before anything is sent', async ({
    assert,
  }) => {
    const user = await addUser()
    for (const password of ['', 'Pässwort-123456', 'tab\tin-it-123456', 'nul\0in-it-123456']) {
      const refusal = await changeOwn(user, password)
      assert.equal(refusal?.code, 'password_rejected')
      assert.isTrue(refusal?.definite)
    }
    assert.isTrue(await signsIn(user))
  })

  test('who may change those of others does', async ({ assert }) => {
    const [admin, user] = [await addUser('others'), await addUser()]
    const password = newPassword()
    assert.isNull(await change(admin, { username: user.username, password, current: null }))
    assert.isTrue(await signsIn({ ...user, password }))
    assert.equal(await signsIn(user), 'auth_bad')
    assert.isTrue(await signsIn(admin))
  })

  test('who may not is told so, and nothing has changed', async ({ assert }) => {
    const [user, other] = [await addUser(), await addUser()]
    const refusal = await change(user, {
      username: other.username,
      password: newPassword(),
      current: null,
    })
    assert.instanceOf(refusal, ConnectorError)
    assert.equal(refusal?.code, 'password_denied', refusal?.message)
    assert.isTrue(refusal?.definite)
    assert.isTrue(await signsIn(other))
    assert.isTrue(await signsIn(user))
  })

  test('a user who is not there is told so', async ({ assert }) => {
    const admin = await addUser('others')
    const to = { username: newName('nobody'), password: newPassword(), current: null }
    const refusal = await change(admin, to)
    assert.equal(refusal?.code, 'password_denied', refusal?.message)
    assert.isTrue(refusal?.definite)
  })

  test('a password that breaks the rules of the server is refused, and nothing has changed', async ({
    assert,
  }) => {
    const user = await addUser()
    const { withRules } = passwordsOf(server())
    await withRules?.(user.username, async (refused) => {
      const refusal = await changeOwn(user, refused)
      assert.equal(refusal?.code, 'password_rejected', refusal?.message)
      assert.isTrue(refusal?.definite)
      assert.isTrue(await signsIn(user))
      const password = newPassword()
      assert.isNull(await changeOwn(user, password))
      assert.isTrue(await signsIn({ ...user, password }))
    })
  }).skip(spec.lacks?.rules !== undefined, spec.lacks?.rules)

  test('no log of the server shows the password', async ({ assert }) => {
    const user = await addUser()
    const password = newPassword()
    const log = await passwordsOf(server()).loggedDuring?.(async () => {
      assert.isNull(await changeOwn(user, password))
    })
    assert.match(String(log), /password/i)
    assert.notInclude(log, password)
    assert.notInclude(log, user.password)
  }).skip(spec.lacks?.statementLog !== undefined, spec.lacks?.statementLog)

  test('names that are statements are only names', async ({ assert }) => {
    const { worstName } = passwordsOf(server())
    const user = await addUser('own', worstName && `${worstName}${newName('')}`)
    const password = newPassword()
    assert.isNull(await changeOwn(user, password))
    assert.isTrue(await signsIn({ ...user, password }))
  })

  test('statements in names and passwords reach nobody else', async ({ assert }) => {
    const [admin, victim] = [await addUser('others'), await addUser()]
    const password = newPassword()
    for (const quote of [`"`, `'`, '`', ']', `\\'`, `\\`, '']) {
      const username = `${newName('nobody')}${quote} password '${password}'; alter user ${victim.username} -- `
      const refusal = await change(admin, { username, password, current: null })
      assert.equal(refusal?.code, 'password_denied', `${quote}: ${refusal?.message}`)
      assert.isTrue(refusal?.definite)
    }
    assert.isTrue(await signsIn(victim))
    assert.isTrue(await signsIn(admin))
  })

  test('sessions that read stay read-only', async ({ assert }) => {
    const user = await addUser('others')
    const name = (await passwordsOf(server()).addWritingView?.()) ?? ''
    const password = newPassword()
    await using(connect(user), async (connector) => {
      const read = () =>
        connector.preview(
          { schema: server().schema, name },
          { limit: 1, exactCount: false, signal: never }
        )
      await assert.rejects(read, /would write/)
      const to = { username: user.username, password, current: user.password }
      await connector.changePassword(to, { signal: never })
      await assert.rejects(read, /would write/)
    })
  }).skip(spec.lacks?.readOnlySessions !== undefined, spec.lacks?.readOnlySessions)
}
