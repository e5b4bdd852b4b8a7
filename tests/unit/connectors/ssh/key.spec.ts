import { generateKeyPairSync } from 'node:crypto'
import { test } from '@japa/runner'
import ssh2 from 'ssh2'
import { privateKeyOf } from '#connectors/ssh/key'
import type { SshServer } from '#connectors/ssh/server'
import { never } from '#tests/conformance/workbench'
import { sshKeys } from '#tests/support/servers/ssh_server'

const PASSPHRASE = 'and its passphrase'

function server(privateKey: string | null, passphrase: string | null = null): SshServer {
  return {
    host: 'bastion',
    port: 22,
    username: 'jump',
    hostKey: null,
    password: null,
    privateKey,
    passphrase,
  }
}

const refusalOf = (privateKey: string, passphrase?: string) =>
  privateKeyOf(server(privateKey, passphrase), never).catch((error: unknown) => error)

test.group('Private keys for SSH', () => {
  test('every usual spelling is read, with the same public key', async ({ assert }) => {
    const pkcs8 = { type: 'pkcs8', format: 'pem' } as const
    const locked = { ...pkcs8, cipher: 'aes-256-cbc', passphrase: PASSPHRASE }
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const ed25519 = generateKeyPairSync('ed25519').privateKey
    const spellings: [string, string][] = [
      [rsa.export(pkcs8).toString(), 'ssh-rsa'],
      [rsa.export({ type: 'pkcs1', format: 'pem' }).toString(), 'ssh-rsa'],
      [rsa.export(locked).toString(), 'ssh-rsa'],
      [ec.export(pkcs8).toString(), 'ecdsa-sha2-nistp256'],
      [ec.export({ type: 'sec1', format: 'pem' }).toString(), 'ecdsa-sha2-nistp256'],
      [ed25519.export(pkcs8).toString(), 'ssh-ed25519'],
      [ed25519.export(locked).toString(), 'ssh-ed25519'],
      [sshKeys().private, 'ssh-ed25519'],
      [sshKeys(PASSPHRASE).private, 'ssh-ed25519'],
    ]
    for (const [spelling, type] of spellings) {
      const key = await privateKeyOf(server(` \n${spelling}\n`, PASSPHRASE), never)
      assert.equal(key?.type, type)
      assert.isTrue(key?.isPrivateKey())
      const signed = key?.sign(Buffer.from('anything')) ?? Buffer.alloc(0)
      assert.isTrue(key?.verify(Buffer.from('anything'), signed))
    }
    assert.isNull(await privateKeyOf(server(null), never))
  })

  test('a key that was copied with its indentation is read', async ({ assert }) => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
    const pkcs8 = rsa.export({ type: 'pkcs8', format: 'pem' }).toString()
    for (const spelling of [pkcs8, sshKeys().private, sshKeys(PASSPHRASE).private]) {
      const indented = spelling.replace(/^/gm, '    ').replaceAll('\n', ' \r\n')
      const key = await privateKeyOf(server(indented, PASSPHRASE), never)
      assert.isTrue(key?.isPrivateKey())
    }
  })

  test('what is no usable private key is named with its field', async ({ assert }) => {
    const dsa = generateKeyPairSync('dsa', { modulusLength: 1_024, divisorLength: 160 }).privateKey
    const cases: [unknown, string, RegExp][] = [
      [await refusalOf('nonsense'), 'sshPrivateKey', /not a private key/],
      [await refusalOf(sshKeys().public), 'sshPrivateKey', /public key/],
      [
        await refusalOf(dsa.export({ type: 'pkcs8', format: 'pem' }).toString()),
        'sshPrivateKey',
        /not a private key/,
      ],
      [await refusalOf(sshKeys(PASSPHRASE).private), 'sshPassphrase', /needs its passphrase/],
      [await refusalOf(sshKeys(PASSPHRASE).private, 'no'), 'sshPassphrase', /does not open/],
    ]
    for (const [error, field, words] of cases) {
      assert.containsSubset(error, { code: 'bad_config', field, probe: 'ssh' })
      assert.match((error as Error).message, words)
      assert.notInclude(String((error as Error).cause), PASSPHRASE)
    }
  })

  test('a key that takes hours to open keeps nobody else waiting', async ({ assert }) => {
    const { private: slow } = ssh2.utils.generateKeyPairSync('ed25519', {
      passphrase: PASSPHRASE,
      cipher: 'aes256-ctr',
      rounds: 1,
    })
    const patient = withRounds(slow, 100_000_000)
    const client = new AbortController()
    const opening = privateKeyOf(server(patient, PASSPHRASE), client.signal)
    let longest = 0
    let last = performance.now()
    for (let turn = 0; turn < 200; turn++) {
      await new Promise((resolve) => setImmediate(resolve))
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }
    client.abort(new Error('time is up'))
    await assert.rejects(() => opening, 'time is up')
    assert.isBelow(longest, 500)
  })
})

/** Says that the passphrase is hashed this often: the number stands after the salt. */
function withRounds(key: string, rounds: number): string {
  const [begin = '', ...rest] = key.trim().split('\n')
  const end = rest.pop() ?? ''
  const file = Buffer.from(rest.join(''), 'base64')
  const options = file.indexOf('bcrypt') + 'bcrypt'.length + 4
  const salt = file.readUInt32BE(options)
  file.writeUInt32BE(rounds, options + 4 + salt)
  return [begin, file.toString('base64').replace(/.{70}/g, '$&\n'), end].join('\n')
}
