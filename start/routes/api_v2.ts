import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { throttleReads, throttleTests } from '#start/limiter'

/** For whoever has no token yet. */
router
  .group(() => {
    router.post('/auth/login', [controllers.api.v2.Sessions, 'store'])
    router.post('/auth/refresh', [controllers.api.v2.Sessions, 'update'])
    router.get('/openapi.json', [controllers.api.v2.Openapi, 'show'])
  })
  .prefix('/api/v2')
  .as('api.v2')
  .use(middleware.jsonBody())

/** The rest: 401 comes before everything else, the body included. */
router
  .group(() => {
    router.post('/auth/logout', [controllers.api.v2.Sessions, 'destroy'])
    router.get('/auth/me', [controllers.api.v2.Sessions, 'show'])

    router.get('/connectors/engines', [controllers.api.v2.Engines, 'index'])
    router
      .get('/connectors/engines/:type/grants', [controllers.api.v2.EngineGrants, 'show'])
      .use(throttleReads)
    router.post('/connectors/urls', [controllers.api.v2.ConnectorUrls, 'store']).use(throttleReads)
    router
      .post('/connectors/test', [controllers.api.v2.ConnectorTests, 'create'])
      .use(throttleTests)
    router
      .post('/connectors/:id/test', [controllers.api.v2.ConnectorTests, 'store'])
      .use(throttleTests)
    router
      .get('/connectors/:id/tables', [controllers.api.v2.ConnectorTables, 'index'])
      .use(throttleReads)
    router
      .get('/connectors/:id/tables/:name/preview', [controllers.api.v2.TablePreviews, 'show'])
      .use(throttleReads)
    router.resource('connectors', controllers.api.v2.Connectors).apiOnly()

    router.get('/audit-events', [controllers.api.v2.AuditEvents, 'index'])
  })
  .prefix('/api/v2')
  .as('api.v2')
  .use([middleware.auth(), middleware.actor(), middleware.jsonBody()])
