import { readdirSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

const names = readdirSync(app.publicPath('assets'))
const script = names.find((name) => /^app-.*\.js$/.test(name)) ?? 'no script was built'
const sheet = names.find((name) => /^app-.*\.css$/.test(name)) ?? 'no style sheet was built'
const original = (name: string) => readFileSync(app.publicPath('assets', name))

interface Served {
  status: number | undefined
  headers: IncomingMessage['headers']
  body: Buffer
}

/** Asks as it is, and takes what comes as it is: `fetch` would do both its own way. */
function ask(path: string, encoding?: string, more: Record<string, string> = {}): Promise<Served> {
  const headers = { ...more, ...(encoding === undefined ? {} : { 'accept-encoding': encoding }) }
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: process.env.PORT, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        resolve({ status: answer.statusCode, headers: answer.headers, body })
      })
    }).on('error', reject)
  })
}

test.group('Assets', () => {
  test('are kept for a year, since their names change with their content', async ({ assert }) => {
    const { status, headers } = await ask(`/assets/${script}`, 'br')
    assert.equal(status, 200)
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
  })

  for (const [name, type] of [
    [script, 'text/javascript; charset=utf-8'],
    [sheet, 'text/css; charset=utf-8'],
  ] as const) {
    const kind = type.split(/[/;]/)[1]

    test(`${kind} comes as brotli to whoever reads it, as gzip else`, async ({ assert }) => {
      const brotli = await ask(`/assets/${name}`, 'gzip, deflate, br')
      assert.equal(brotli.headers['content-encoding'], 'br')
      assert.equal(brotli.headers['content-type'], type)
      assert.include(brotli.headers.vary, 'Accept-Encoding')
      assert.isTrue(brotliDecompressSync(brotli.body).equals(original(name)))

      const gzip = await ask(`/assets/${name}`, 'gzip;q=0.5, br;q=0')
      assert.equal(gzip.headers['content-encoding'], 'gzip')
      assert.equal(gzip.headers['content-type'], type)
      assert.isTrue(gunzipSync(gzip.body).equals(original(name)))
      assert.isBelow(brotli.body.length, gzip.body.length)
    })

    test(`${kind} comes plain to whoever reads neither`, async ({ assert }) => {
      for (const encoding of [undefined, 'identity', 'br;q=0, gzip;q=0']) {
        const { headers, body } = await ask(`/assets/${name}`, encoding)
        assert.isUndefined(headers['content-encoding'])
        assert.match(headers['content-type'] ?? '', new RegExp(`^text/${kind}`))
        assert.include(headers.vary, 'Accept-Encoding')
        assert.isTrue(body.equals(original(name)))
      }
    })
  }

  test('what was loaded before is not sent again', async ({ assert }) => {
    const first = await ask(`/assets/${script}`, 'br')
    const etag = String(first.headers.etag)
    const second = await ask(`/assets/${script}`, 'br', { 'if-none-match': etag })
    assert.equal(second.status, 304)
    const otherwise = await ask(`/assets/${script}`, 'gzip', { 'if-none-match': etag })
    assert.equal(otherwise.status, 200)
  })

  test('what is not there is not there, compressed or not', async ({ assert }) => {
    for (const path of ['/assets/nothing.js', '/assets/../start/env.js', '/assets/%2e%2e/x.js']) {
      const { status, headers } = await ask(path, 'br')
      assert.equal(status, 404)
      assert.isUndefined(headers['content-encoding'])
    }
  })
})
