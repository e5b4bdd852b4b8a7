import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** An object store that speaks as much of S3 as files of datasets need: one bucket, in memory, for whoever comes. */
export interface ObjectStore {
  /** Such as `http://127.0.0.1:40123`. */
  endpoint: string
  /** Contents by key. */
  objects: Map<string, Buffer>
  /** Requests so far, such as `GET a/b`. */
  requests: string[]
  stop(): Promise<void>
}

/** Objects told at once, so that lists come in pages. */
const PAGE = 2

export async function startObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    void answer(request, response, objects, requests)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    server.closeAllConnections()
    server.close()
  }
  return { endpoint: `http://127.0.0.1:${port}`, objects, requests, stop }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  objects: Map<string, Buffer>,
  requests: string[]
) {
  const url = new URL(request.url ?? '/', 'http://store')
  const [, , ...path] = decodeURIComponent(url.pathname).split('/')
  const key = path.join('/')
  requests.push(`${request.method} ${key}`)
  const body = await buffer(request)
  if (url.searchParams.has('list-type')) return list(url, response, objects)
  if (url.searchParams.has('delete')) return deleteMany(body, response, objects)
  const content = objects.get(key)
  switch (request.method) {
    case 'PUT':
      objects.set(key, withoutChunks(request, body))
      return response.setHeader('ETag', '"made-up"').end()
    case 'DELETE':
      objects.delete(key)
      return response.writeHead(204).end()
    default:
      if (!content) return response.writeHead(404).end()
      response.setHeader('Content-Length', content.length)
      return response.end(request.method === 'HEAD' ? undefined : content)
  }
}

function list(url: URL, response: ServerResponse, objects: Map<string, Buffer>) {
  const prefix = url.searchParams.get('prefix') ?? ''
  const after = url.searchParams.get('continuation-token') ?? ''
  const found = [...objects].filter(([key]) => key.startsWith(prefix) && key > after).sort()
  const page = found.slice(0, PAGE)
  const contents = page.map(([key, { length }]) => {
    const when = '<LastModified>2026-01-01T00:00:00.000Z</LastModified>'
    return `<Contents><Key>${key}</Key><Size>${length}</Size>${when}</Contents>`
  })
  const next = page.at(-1)?.[0]
  const more =
    page.length < found.length
      ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${next}</NextContinuationToken>`
      : '<IsTruncated>false</IsTruncated>'
  xml(response, `<ListBucketResult>${more}${contents.join('')}</ListBucketResult>`)
}

function deleteMany(body: Buffer, response: ServerResponse, objects: Map<string, Buffer>) {
  for (const [, key] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)) objects.delete(key ?? '')
  xml(response, '<DeleteResult/>')
}

function xml(response: ServerResponse, content: string) {
  response.setHeader('Content-Type', 'application/xml')
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${content}`)
}

/** The SDK may send a body in chunks, each after a line with its length, with a checksum at the end. */
function withoutChunks({ headers }: IncomingMessage, body: Buffer): Buffer {
  if (!String(headers['content-encoding'] ?? '').includes('aws-chunked')) return body
  const parts: Buffer[] = []
  for (let at = 0; ;) {
    const end = body.indexOf('\r\n', at)
    const length = Number.parseInt(body.subarray(at, end).toString(), 16)
    if (!(length > 0)) return Buffer.concat(parts)
    parts.push(body.subarray(end + 2, end + 2 + length))
    at = end + 2 + length + 2
  }
}
