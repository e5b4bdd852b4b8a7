import { readdir } from 'node:fs/promises'
import { extname } from 'node:path'
import type { HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import type { NextFn } from '@adonisjs/core/types/http'
import StaticMiddleware from '@adonisjs/static/static_middleware'

const PREFIX = '/assets/'

/** What the build wrote beside the assets (`vite.config.ts`): the better one first. */
const ENCODINGS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
]

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Serves files under the one address where they are, so that no other request looks for one on the disk. */
export default class AssetsMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!ctx.request.url().startsWith(PREFIX)) return next()
    await preferCompressed(ctx)
    const files = await ctx.containerResolver.make(StaticMiddleware)
    return files.handle(ctx, next)
  }
}

/** Has the file served that was compressed when it was built, to whoever can read it. */
async function preferCompressed({ request, response }: HttpContext): Promise<void> {
  const name = request.url().slice(PREFIX.length)
  const type = TYPES[extname(name)]
  const files = await builtFiles()
  if (!type || !files.has(`${name}.br`)) return
  response.vary('Accept-Encoding')
  const read = request.encodings()
  const best = ENCODINGS.find(({ encoding }) => read.includes(encoding))
  if (!best) return
  response.header('Content-Type', type).header('Content-Encoding', best.encoding)
  request.request.url = `${PREFIX}${name}${best.ending}`
}

let built: Promise<Set<string>> | null = null

/** Their names have their content in them: what is there when the server starts is there until it ends. */
function builtFiles(): Promise<Set<string>> {
  built ??= readdir(app.publicPath('assets')).then((names) => new Set(names))
  return built
}
