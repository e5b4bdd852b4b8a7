import { defineConfig, services } from '@adonisjs/drive'
import datasetsConfig from '#config/datasets'

const { s3, filesDir } = datasetsConfig

/** Where datasets are kept. The object store's client is loaded only where one is configured. */
const driveConfig = defineConfig({
  default: s3 ? 's3' : 'local',
  services: {
    local: services.fs({ location: filesDir, visibility: 'private', serveFiles: false }),
    ...(s3 ? { s3: services.s3(s3Options(s3)) } : {}),
  },
})

export default driveConfig

/** Without keys the identity is found by the AWS SDK, as that of a role. Stores of others are addressed by path. */
function s3Options({
  bucket,
  region,
  endpoint,
  accessKeyId,
  secretAccessKey,
}: NonNullable<typeof s3>) {
  return {
    bucket,
    region,
    visibility: 'private' as const,
    supportsACL: false,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(accessKeyId && secretAccessKey
      ? { credentials: { accessKeyId, secretAccessKey: secretAccessKey.release() } }
      : {}),
  }
}
