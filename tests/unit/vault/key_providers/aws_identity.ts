import type { Group } from '@japa/runner/core'

const IDENTITY = {
  AWS_ACCESS_KEY_ID: 'AKIAVARLORTESTS00000',
  AWS_SECRET_ACCESS_KEY: 'a/test+secret',
}

/** Nobody's: what a developer's machine knows about AWS must not decide what a test says. */
const NOBODY = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
}

export const AWS_IDENTITY = {
  id: IDENTITY.AWS_ACCESS_KEY_ID,
  secret: IDENTITY.AWS_SECRET_ACCESS_KEY,
}

/** Each test of the group starts as an identity of its own, which the SDK finds in the environment. */
export function withAwsIdentity(group: Group): void {
  group.each.setup(() => {
    const before = { ...process.env }
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_')) delete process.env[name]
    Object.assign(process.env, NOBODY, IDENTITY)
    return () => {
      for (const name of Object.keys({ ...NOBODY, ...IDENTITY })) delete process.env[name]
      Object.assign(process.env, before)
    }
  })
}
