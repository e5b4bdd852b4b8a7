import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('#exceptions/handler'))

/** Every request, known route or not. */
server.use([
  () => import('#middleware/content_policy_middleware'),
  () => import('#middleware/container_bindings_middleware'),
  () => import('#middleware/assets_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
  () => import('#middleware/inertia_middleware'),
])

/** Every request that has a route. */
router.use([
  () => import('#middleware/page_body_middleware'),
  () => import('@adonisjs/auth/initialize_auth_middleware'),
  () => import('#middleware/browser_session_middleware'),
])

export const middleware = router.named({
  firstRun: () => import('#middleware/first_run_middleware'),
  auth: () => import('#middleware/auth_middleware'),
  ability: () => import('#middleware/ability_middleware'),
  actor: () => import('#middleware/actor_middleware'),
  backupAccess: () => import('#middleware/backup_access_middleware'),
  jsonBody: () => import('#middleware/json_body_middleware'),
  bodyBounds: () => import('#middleware/body_bounds_middleware'),
  idempotent: () => import('#middleware/idempotent_middleware'),
})
