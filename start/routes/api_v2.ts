import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { MAX_BODY_BYTES } from '#services/backup/backup_limits'
import { middleware } from '#start/kernel'
import {
  throttleDatasets,
  throttleExports,
  throttleImports,
  throttleReads,
  throttleTests,
} from '#start/limiter'

/** For whoever has no token yet. */
router
  .group(() => {
    router.post('/auth/login', [controllers.api.v2.Sessions, 'store'])
    router.post('/auth/refresh', [controllers.api.v2.Sessions, 'update'])
    router.post('/invitations/accept', [controllers.api.v2.AcceptedInvitations, 'store'])
    router.get('/openapi.json', [controllers.api.v2.Openapi, 'show'])
  })
  .prefix('/api/v2')
  .as('api.v2')
  .use(middleware.jsonBody())

/** Backups. Who may not make or restore them learns so before the body is read, which may be a large one. */
router
  .group(() => {
    router
      .post('/connectors/export', [controllers.api.v2.ConnectorExports, 'store'])
      .use([
        middleware.ability('connections:export'),
        middleware.backupAccess('export'),
        throttleExports,
        middleware.jsonBody(),
      ])
    router
      .post('/connectors/import', [controllers.api.v2.ConnectorImports, 'store'])
      .use([
        middleware.ability('connections:write'),
        middleware.backupAccess('import'),
        throttleImports,
        middleware.bodyBounds({ bytes: MAX_BODY_BYTES }),
        middleware.jsonBody(),
        middleware.idempotent(),
      ])
  })
  .prefix('/api/v2')
  .as('api.v2')
  .use([middleware.auth(), middleware.actor()])

/**
 * The rest: 401 comes before everything else, the body included. `ability` says what an API token needs; routes
 * without it take none.
 */
router
  .group(() => {
    router.post('/auth/logout', [controllers.api.v2.Sessions, 'destroy'])
    router.get('/auth/me', [controllers.api.v2.Sessions, 'show']).use(middleware.ability('none'))

    router.get('/tokens', [controllers.api.v2.Tokens, 'index'])
    router
      .post('/tokens', [controllers.api.v2.Tokens, 'store'])
      .use(middleware.idempotent({ shownOnce: true }))
    router.delete('/tokens/:id', [controllers.api.v2.Tokens, 'destroy'])

    router
      .get('/members', [controllers.api.v2.Members, 'index'])
      .use(middleware.ability('members:read'))
    router
      .patch('/members/:id', [controllers.api.v2.Members, 'update'])
      .use(middleware.ability('members:write'))
    router
      .post('/members/:id/transfer-connections', [controllers.api.v2.ConnectionTransfers, 'store'])
      .use([middleware.ability('members:write'), middleware.idempotent()])
    router
      .get('/invitations', [controllers.api.v2.Invitations, 'index'])
      .use(middleware.ability('members:read'))
    router
      .post('/invitations', [controllers.api.v2.Invitations, 'store'])
      .use([middleware.ability('members:write'), middleware.idempotent({ shownOnce: true })])
    router
      .delete('/invitations/:id', [controllers.api.v2.Invitations, 'destroy'])
      .use(middleware.ability('members:write'))

    router
      .get('/connectors/engines', [controllers.api.v2.Engines, 'index'])
      .use(middleware.ability('connections:read'))
    router
      .get('/connectors/engines/:type/grants', [controllers.api.v2.EngineGrants, 'show'])
      .use([middleware.ability('connections:read'), ...throttleReads])
    router
      .post('/connectors/urls', [controllers.api.v2.ConnectorUrls, 'store'])
      .use([middleware.ability('connections:write'), ...throttleReads])
    router
      .post('/connectors/test', [controllers.api.v2.ConnectorTests, 'create'])
      .use([middleware.ability('connections:test'), ...throttleTests])
    router
      .post('/connectors/:id/test', [controllers.api.v2.ConnectorTests, 'store'])
      .use([middleware.ability('connections:test'), ...throttleTests])
    router
      .get('/connectors/:id/tables', [controllers.api.v2.ConnectorTables, 'index'])
      .use([middleware.ability('tables:read'), ...throttleReads])
    router
      .get('/connectors/:id/tables/:name/preview', [controllers.api.v2.TablePreviews, 'show'])
      .use([middleware.ability('tables:read'), ...throttleReads])
    router
      .get('/connectors/:id/dependents', [controllers.api.v2.ConnectorDependents, 'index'])
      .use(middleware.ability('connections:read'))
    router
      .post('/connectors/:id/duplicate', [controllers.api.v2.ConnectorCopies, 'store'])
      .use([middleware.ability('connections:write'), middleware.idempotent()])
    router
      .post('/connectors/:id/rotate-password', [controllers.api.v2.PasswordRotations, 'store'])
      .use([middleware.ability('connections:rotate'), ...throttleTests, middleware.idempotent()])
    router
      .get('/connectors/:id/rotation-schedule', [controllers.api.v2.RotationSchedules, 'show'])
      .use(middleware.ability('connections:read'))
    router
      .put('/connectors/:id/rotation-schedule', [controllers.api.v2.RotationSchedules, 'update'])
      .use(middleware.ability('connections:rotate'))
    router
      .delete('/connectors/:id/rotation-schedule', [
        controllers.api.v2.RotationSchedules,
        'destroy',
      ])
      .use(middleware.ability('connections:rotate'))
    router
      .resource('connectors', controllers.api.v2.Connectors)
      .apiOnly()
      .use(['index', 'show'], middleware.ability('connections:read'))
      .use(['store', 'update', 'destroy'], middleware.ability('connections:write'))
      .use('store', middleware.idempotent())

    router
      .get('/datasets', [controllers.api.v2.Datasets, 'index'])
      .use(middleware.ability('datasets:read'))
    router
      .post('/datasets', [controllers.api.v2.Datasets, 'store'])
      .use([middleware.ability('datasets:write'), ...throttleDatasets, middleware.idempotent()])
    router
      .get('/datasets/:id', [controllers.api.v2.Datasets, 'show'])
      .use(middleware.ability('datasets:read'))
    router
      .delete('/datasets/:id', [controllers.api.v2.Datasets, 'destroy'])
      .use(middleware.ability('datasets:write'))
    router
      .get('/datasets/:id/events', [controllers.api.v2.DatasetEvents, 'index'])
      .use([middleware.ability('datasets:read'), ...throttleReads])
    router
      .post('/datasets/:id/cancel', [controllers.api.v2.DatasetCancellations, 'store'])
      .use([middleware.ability('datasets:write'), middleware.idempotent()])
    router
      .post('/datasets/:id/refresh', [controllers.api.v2.DatasetRefreshes, 'store'])
      .use([middleware.ability('datasets:write'), ...throttleDatasets, middleware.idempotent()])
    router
      .post('/datasets/:id/retry', [controllers.api.v2.DatasetRetries, 'store'])
      .as('datasets.retry')
      .use([middleware.ability('datasets:write'), ...throttleDatasets, middleware.idempotent()])
    router
      .post('/datasets/:id/tables/:tableId/retry', [controllers.api.v2.DatasetRetries, 'store'])
      .as('datasets.tables.retry')
      .use([middleware.ability('datasets:write'), ...throttleDatasets, middleware.idempotent()])
    router
      .get('/datasets/:id/tables/:tableId/preview', [controllers.api.v2.DatasetPreviews, 'show'])
      .use([middleware.ability('datasets:read'), ...throttleReads])
    router
      .get('/datasets/:id/tables/:tableId/download', [controllers.api.v2.DatasetDownloads, 'show'])
      .use([middleware.ability('datasets:read'), ...throttleReads])

    router
      .get('/audit-events', [controllers.api.v2.AuditEvents, 'index'])
      .use(middleware.ability('audit:read'))
    router
      .get('/audit-events/export', [controllers.api.v2.AuditExports, 'show'])
      .use([middleware.ability('audit:read'), ...throttleReads])

    router.get('/keys', [controllers.api.v2.Keys, 'index']).use(middleware.ability('audit:read'))
    router
      .get('/limits', [controllers.api.v2.Limits, 'index'])
      .use(middleware.ability('audit:read'))
  })
  .prefix('/api/v2')
  .as('api.v2')
  .use([middleware.auth(), middleware.actor(), middleware.jsonBody()])
