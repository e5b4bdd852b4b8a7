import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'

router.get('/health/live', [controllers.ops.Health, 'live'])
router.get('/health/ready', [controllers.ops.Health, 'ready'])

router.get('/docs', [controllers.ops.Docs, 'show'])
router.get('/docs/:file', [controllers.ops.Docs, 'asset'])
