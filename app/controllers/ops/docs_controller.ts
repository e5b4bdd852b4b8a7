import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Varlor API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <main id="reference"></main>
    <script src="/docs/swagger-ui-bundle.js" defer></script>
    <script src="/docs/reference.js" defer></script>
  </body>
</html>
`

const STARTER = `SwaggerUIBundle({
  url: '/api/v2/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
})
`

const TYPES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

/** The reference page of the API: everything it loads is our own, and nothing is inline. */
export default class DocsController {
  /** Shows the page. */
  show({ response }: HttpContext) {
    response.header('Content-Type', 'text/html; charset=utf-8')
    return PAGE
  }

  /** Serves a file that the page loads. */
  async asset({ params, response }: HttpContext) {
    const name = String(params.file)
    response.header('Cache-Control', 'public, max-age=3600')
    if (name === 'reference.js') {
      response.header('Content-Type', 'text/javascript; charset=utf-8')
      return STARTER
    }
    const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
    if (!type) throw new ApiError('E_ROUTE_NOT_FOUND')
    response.header('Content-Type', type)
    return readFile(join(swaggerFolder(), name))
  }
}

function swaggerFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
}
