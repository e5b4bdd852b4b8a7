import {
  CreateAliasCommand,
  CreateKeyCommand,
  EncryptCommand,
  KMSClient,
} from '@aws-sdk/client-kms'
import { Secret } from '@adonisjs/core/helpers'
import { notProvedOn } from '#tests/support/servers/missing'
import { hasMoto, REAL_KMS, startMoto } from '#tests/support/servers/moto'
import { freePort } from '#tests/support/servers/throwaway_process'
import { AWS_IDENTITY, withAwsIdentity } from './aws_identity.js'
import { registerKeyProviderSuite } from './suite.js'

const REGION = 'eu-central-1'
const ALIAS = 'alias/varlor'

if (hasMoto()) registerOnMoto()
else notProvedOn('an emulator of AWS KMS', REAL_KMS)

function registerOnMoto() {
  let address: string
  let client: KMSClient

  const sourcesAt = (endpoint: string) => ({
    provider: 'aws-kms' as const,
    kms: { keyId: ALIAS, region: REGION, endpoint },
  })
  async function wrap(key: string): Promise<string> {
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({
        KeyId: ALIAS,
        Plaintext: Buffer.from(key, 'base64'),
        EncryptionContext: { application: 'varlor', purpose: 'master-key' },
      })
    )
    return Buffer.from(CiphertextBlob ?? []).toString('base64')
  }

  registerKeyProviderSuite({
    provider: 'aws-kms',
    against: 'moto',
    source: /^AWS KMS alias\/varlor in eu-central-1 at http:\/\/127\.0\.0\.1:\d+$/,
    says: {
      'altered': /alias\/varlor did not wrap it for Varlor, or it was altered/,
      // It takes any of its keys for the one that is named, and asks nobody for permission.
      "another's": null,
      'out of reach': /cannot be reached \(ECONNREFUSED\)/,
      'denied': null,
    },
    prepare(group) {
      withAwsIdentity(group)
      group.setup(async () => {
        const moto = await startMoto()
        address = moto.address
        client = new KMSClient({
          region: REGION,
          endpoint: address,
          credentials: { accessKeyId: AWS_IDENTITY.id, secretAccessKey: AWS_IDENTITY.secret },
        })
        const { KeyMetadata } = await client.send(new CreateKeyCommand({}))
        const TargetKeyId = KeyMetadata?.KeyId
        await client.send(new CreateAliasCommand({ AliasName: ALIAS, TargetKeyId }))
        return async () => {
          client.destroy()
          await moto.stop()
        }
      })
    },
    async start() {
      return {
        secrets: [AWS_IDENTITY.secret],
        protect: wrap,
        configure: async ({ active, previous }) => ({
          ...sourcesAt(address),
          active: active === undefined ? undefined : new Secret(active),
          previous: previous?.length ? new Secret(previous.join(',')) : undefined,
        }),
        async fail(fault, active) {
          const text = await wrap(active)
          const altered = `${text.slice(0, -40)}AAAA${text.slice(-36)}`
          const away = `http://127.0.0.1:${await freePort()}`
          return {
            ...sourcesAt(fault === 'out of reach' ? away : address),
            active: new Secret(fault === 'altered' ? altered : text),
          }
        },
        stop: async () => {},
      }
    },
  })
}
