import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router.get('/sign-in', [controllers.pages.SignIn, 'create']).as('sign_in')
router.post('/sign-in', [controllers.pages.SignIn, 'store']).as('sign_in.store')
router.post('/sign-out', [controllers.pages.SignIn, 'destroy']).as('sign_out')

router.get('/invitations/:token', [controllers.pages.Invitations, 'show']).as('invitations.show')
router.post('/invitations/:token', [controllers.pages.Invitations, 'store']).as('invitations.store')

router
  .group(() => {
    router.on('/').redirect('connections.index').as('home')
    router.get('/connections', [controllers.pages.Connections, 'index']).as('connections.index')
    router.get('/connections/:id', [controllers.pages.Connections, 'show']).as('connections.show')
    router.get('/datasets/new', [controllers.pages.Datasets, 'create']).as('datasets.create')
  })
  .use([middleware.auth(), middleware.actor()])
