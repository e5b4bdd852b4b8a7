import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router
  .group(() => {
    router.get('/setup', [controllers.pages.Setup, 'create']).as('setup.create')
    router.post('/setup', [controllers.pages.Setup, 'store']).as('setup.store')

    router.get('/sign-in', [controllers.pages.SignIn, 'create']).as('sign_in')
    router.post('/sign-in', [controllers.pages.SignIn, 'store']).as('sign_in.store')
    router.post('/sign-out', [controllers.pages.SignIn, 'destroy']).as('sign_out')

    router
      .get('/invitations/:token', [controllers.pages.Invitations, 'show'])
      .as('invitations.show')
    router
      .post('/invitations/:token', [controllers.pages.Invitations, 'store'])
      .as('invitations.store')

    router
      .group(() => {
        router.on('/').redirect('connections.index').as('home')
        router.get('/connections', [controllers.pages.Connections, 'index']).as('connections.index')
        router
          .get('/connections/:id', [controllers.pages.Connections, 'show'])
          .as('connections.show')
        router.get('/datasets', [controllers.pages.Datasets, 'index']).as('datasets.index')
        router.get('/datasets/new', [controllers.pages.Datasets, 'create']).as('datasets.create')
        router.get('/datasets/:id', [controllers.pages.Datasets, 'show']).as('datasets.show')

        router.get('/audit', [controllers.pages.AuditEvents, 'index']).as('audit.index')
        router.get('/settings', [controllers.pages.Settings, 'index']).as('settings.index')
        router.get('/settings/members', [controllers.pages.Members, 'index']).as('settings.members')
        router.get('/settings/tokens', [controllers.pages.Tokens, 'index']).as('settings.tokens')
        router.get('/settings/keys', [controllers.pages.Keys, 'index']).as('settings.keys')
        router.get('/settings/limits', [controllers.pages.Limits, 'index']).as('settings.limits')
      })
      .use([middleware.auth(), middleware.actor()])
  })
  .use(middleware.firstRun())
