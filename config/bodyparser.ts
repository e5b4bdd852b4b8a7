import { defineConfig } from '@adonisjs/core/bodyparser'

/** Forms only: JSON is read by `app/middleware/json_body_middleware.ts`, within the bounds that are set there. */
export default defineConfig({
  allowedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  form: {
    convertEmptyStringsToNull: false,
    limit: '64kb',
    types: ['application/x-www-form-urlencoded'],
  },
  json: { types: [] },
  multipart: { autoProcess: false, types: [] },
})
