import { test } from '@japa/runner'
import { X509Certificate } from 'node:crypto'
import { rogueServer } from '#tests/conformance/rogue_server'
import { Visitor } from '#tests/browser/visitor'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'
import { sshServer } from '#tests/support/servers/ssh_server'

const PHONE = { width: 390, height: 800 }

test.group('Approving what a server shows', (group) => {
  let target: PostgresServer
  if (needs(group, 'postgres')) {
    group.setup(async () => {
      target = await (await postgres()).createDatabase()
    })
  }

  const begin = async (visitor: Visitor, port = target.port) => {
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.fill({
      Host: target.host,
      Port: port,
      Database: target.database,
      Username: target.user,
      Password: target.password,
    })
  }
  const testNow = (visitor: Visitor) => visitor.button('Test connection').click()

  test('a certificate that nobody signed for us is looked at, approved and trusted', async ({
    assert,
    browserContext,
  }) => {
    const fingerprint = new X509Certificate(String(target.certificates?.server.cert)).fingerprint256
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await begin(visitor)
    await visitor.button(/^Security/).click()
    await page.getByRole('combobox', { name: 'TLS', exact: true }).click()
    await page.getByRole('option', { name: /^Verify host/ }).click()
    await testNow(visitor)

    await visitor.button('Approve this certificate').waitFor()
    const stage = page.locator('li[data-status=failed]')
    await stage.getByText('Certificate', { exact: true }).click()
    assert.include(await stage.innerText(), 'Encrypt')
    for (const fact of ['CN=localhost', 'CN=Varlor test authority', fingerprint]) {
      assert.include(await stage.innerText(), fact)
    }
    await visitor.assertAccessible(assert)

    await visitor.button('Approve this certificate').focus()
    await page.keyboard.press('Enter')
    await page.getByText('It works').waitFor()
    assert.equal(await visitor.field('Approved certificate').inputValue(), fingerprint)
    await visitor.assertAccessible(assert)
    await visitor.button('Save connection').click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.deepEqual(visitor.complaints, [])
  })

  test('a host key is approved, and the database reached through the tunnel', async ({
    assert,
    browserContext,
    cleanup,
  }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await begin(visitor)
    await visitor.button(/^SSH tunnel/).click()
    assert.equal(await visitor.field('SSH host').count(), 0)
    await page.getByRole('switch', { name: 'Connect through an SSH server' }).focus()
    await page.keyboard.press('Space')
    await visitor.fill({
      'SSH host': ssh.host,
      'SSH port': ssh.port,
      'SSH username': ssh.username,
      'SSH password': ssh.password,
    })
    await visitor.assertAccessible(assert)
    await testNow(visitor)

    await visitor.button('Approve this host key').waitFor()
    assert.equal(await page.locator('aside code').last().innerText(), ssh.hostKey)
    assert.isEmpty(ssh.passwords)
    await visitor.assertAccessible(assert)
    await visitor.button('Approve this host key').click()
    await page.getByText('It works').waitFor()
    assert.equal(await visitor.field('SSH host key').inputValue(), ssh.hostKey)
    assert.equal(await page.locator('li[data-status=passed]').count(), 7)
    assert.deepEqual(ssh.passwords, [ssh.password])
    await visitor.button('Save connection').click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.deepEqual(visitor.complaints, [])
  })

  test('on a phone, TLS is turned off with one click where the server has none', async ({
    assert,
    browserContext,
    cleanup,
  }) => {
    const plain = await rogueServer((socket) => {
      socket.once('data', () => socket.write('N'))
    })
    cleanup(() => plain.close())
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await page.setViewportSize(PHONE)
    await begin(visitor, plain.port)
    await testNow(visitor)

    const turnOff = visitor.button('Turn TLS off and test again')
    await turnOff.waitFor()
    await visitor.until(`(() => {
      const words = [...document.querySelectorAll('aside strong')].at(-1).getBoundingClientRect()
      return words.top >= 0 && words.bottom <= innerHeight
    })()`)
    await page.getByText('travel in clear').waitFor()
    await visitor.assertAccessible(assert)
    await visitor.field('Port').fill(String(target.port))
    await turnOff.waitFor({ state: 'detached' })
    await visitor.field('Port').fill(String(plain.port))
    await turnOff.click()
    await turnOff.waitFor({ state: 'detached' })
    await visitor.button(/^Security/).waitFor()
    assert.include(await visitor.button(/^Security/).innerText(), 'Off: nothing is encrypted')
  })
})
