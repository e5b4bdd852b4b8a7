import type { ConfigField, CredentialField } from '#connectors/field'

const TUNNELLED = { field: 'ssh.enabled', in: ['true'] } as const

/** Long enough for an RSA key of 16,384 bits. */
const KEY_LENGTH = 32 * 1024

/** What engines that are reached by host and port add to their config. */
export const SSH_CONFIG = [
  {
    kind: 'boolean',
    name: 'ssh.enabled',
    label: 'Connect through an SSH server',
    group: 'tunnel',
    required: false,
    guardsCredentials: true,
    default: false,
  },
  {
    kind: 'text',
    name: 'ssh.host',
    label: 'SSH host',
    group: 'tunnel',
    required: true,
    guardsCredentials: true,
    maxLength: 255,
    placeholder: 'bastion.example.com',
    when: TUNNELLED,
  },
  {
    kind: 'integer',
    name: 'ssh.port',
    label: 'SSH port',
    group: 'tunnel',
    required: true,
    guardsCredentials: true,
    min: 1,
    max: 65_535,
    default: 22,
    when: TUNNELLED,
  },
  {
    kind: 'text',
    name: 'ssh.username',
    label: 'SSH username',
    group: 'tunnel',
    required: true,
    guardsCredentials: true,
    maxLength: 128,
    when: TUNNELLED,
  },
  {
    kind: 'text',
    name: 'ssh.hostKey',
    label: 'SSH host key',
    group: 'tunnel',
    required: false,
    guardsCredentials: true,
    maxLength: 50,
    pattern: '^SHA256:[A-Za-z0-9+/]{43}$',
    placeholder: 'SHA256:…',
    help: 'Test the connection to see the key that the server shows, and approve it.',
    when: TUNNELLED,
  },
] as const satisfies readonly ConfigField[]

/** Either signs in; with both, the key is tried first. */
export const SSH_CREDENTIALS = [
  {
    kind: 'secret',
    name: 'sshPassword',
    label: 'SSH password',
    group: 'tunnel',
    required: false,
    maxLength: 1_024,
    when: TUNNELLED,
  },
  {
    kind: 'secret',
    name: 'sshPrivateKey',
    label: 'SSH private key',
    group: 'tunnel',
    required: false,
    maxLength: KEY_LENGTH,
    multiline: true,
    when: TUNNELLED,
  },
  {
    kind: 'secret',
    name: 'sshPassphrase',
    label: 'Passphrase of the SSH private key',
    group: 'tunnel',
    required: false,
    maxLength: 1_024,
    when: TUNNELLED,
  },
] as const satisfies readonly CredentialField[]
