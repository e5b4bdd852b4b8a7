import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createRequire } from 'node:module'
import { test } from '@japa/runner'
import { createConnection, type DriverRequest, SilentLogger } from '#connectors/snowflake/driver'

const require = createRequire(import.meta.url)

test.group('The Snowflake driver: what we build on of its insides', () => {
  test('the core is built with a client of ours, and asks that for everything', async ({
    assert,
  }) => {
    const asked: DriverRequest[] = []
    const client = {
      request(options: DriverRequest) {
        asked.push(options)
        void options.callback?.(new Error('nothing leaves'), null, null)
        return { abort() {} }
      },
      requestAsync: () => Promise.reject(new Error('nothing leaves')),
    }
    const connection = createConnection(client, {
      authenticator: 'SNOWFLAKE',
      password: 'secret',
      account: 'myorg-account123',
      username: 'alice',
      database: 'sales',
    })
    const error = await new Promise<Error | undefined>((resolve) => {
      void connection.connectAsync(resolve)
    })
    assert.equal(error?.message, 'nothing leaves')
    assert.lengthOf(asked, 1, 'a refused sign-in is not tried again')
    assert.match(asked[0]?.url ?? '', /^https:\/\/account\.invalid\/session\/v1\/login-request\?/)
    assert.containsSubset(asked[0]?.json, {
      data: { LOGIN_NAME: 'alice', PASSWORD: 'secret', ACCOUNT_NAME: 'myorg-account123' },
    })
  })

  test('what was replaced is what the driver uses', ({ assert }) => {
    createConnection(
      { request: () => ({ abort() {} }), requestAsync: () => Promise.reject(new Error('no')) },
      {
        authenticator: 'PROGRAMMATIC_ACCESS_TOKEN',
        token: 't',
        account: 'a',
        username: 'u',
        database: 'd',
      }
    )
    const at = (path: string) =>
      require(`snowflake-sdk/dist/lib/${path}`) as Record<string, () => unknown>
    assert.isNull(at('authentication/spcs_token.js').getSpcsToken?.())
    assert.deepEqual(at('telemetry/libc_details.js').getLibcDetails?.(), {
      family: null,
      version: null,
    })
    assert.instanceOf(at('logger.js').getInstance?.(), SilentLogger)
    assert.equal(process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION, 'true')
  })

  test('the logger has every method that the driver calls', async ({ assert }) => {
    const { readFileSync, globSync } = await import('node:fs')
    const root = require
      .resolve('snowflake-sdk/package.json')
      .replace(/package\.json$/, 'dist/lib/')
    const called = new Set<string>()
    for (const file of globSync(`${root}**/*.js`)) {
      const source = readFileSync(file, 'utf8')
      for (const [, method] of source.matchAll(/Logger\.getInstance\(\)\.(\w+)\(/g)) {
        called.add(method ?? '')
      }
    }
    assert.isAbove(called.size, 3)
    for (const method of called) assert.property(new SilentLogger(), method)
  })

  test('is there with the connector, so that loading it does not count towards the time to connect', async ({
    assert,
  }) => {
    const script = `
      const { createRequire } = await import('node:module')
      const { snowflake } = await import('#connectors/snowflake/engine')
      const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('snowflake-sdk'))
      const before = isLoaded()
      await snowflake.load()
      console.log(JSON.stringify([before, isLoaded()]))`
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import=@poppinss/ts-exec',
      '--input-type=module',
      '--eval',
      script,
    ])
    assert.deepEqual(JSON.parse(stdout), [false, true])
  })
})
