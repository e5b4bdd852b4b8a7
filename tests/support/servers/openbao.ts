import { randomBytes } from 'node:crypto'
import { findProgram } from '#tests/support/servers/sources'
import {
  freePort,
  startProcess,
  throwawayFolder,
  type ThrowawayProcess,
} from '#tests/support/servers/throwaway_process'

/** How to have one. */
export const REAL_VAULT = 'Put `bao` (OpenBao) or `vault` on the PATH'

export function hasOpenbao(): boolean {
  return findOpenbao() !== null
}

/** OpenBao, or HashiCorp Vault, in its development mode: in memory, unsealed, with a Transit engine. */
export class OpenbaoServer {
  private constructor(
    readonly address: string,
    private readonly rootToken: string,
    private readonly process: ThrowawayProcess
  ) {}

  static async start(): Promise<OpenbaoServer> {
    const folder = throwawayFolder('openbao')
    const port = await freePort()
    const rootToken = randomBytes(16).toString('hex')
    const command = [
      ...['/usr/bin/env', `HOME=${folder}`, findOpenbao() ?? 'bao', 'server', '-dev'],
      ...[`-dev-root-token-id=${rootToken}`, `-dev-listen-address=127.0.0.1:${port}`],
      '-dev-no-store-token',
    ]
    const process = await startProcess({ command, folder, port, signal: 'KILL' })
    const server = new OpenbaoServer(`http://127.0.0.1:${port}`, rootToken, process)
    await server.post('sys/mounts/transit', { type: 'transit' })
    return server
  }

  /** What the API answers an administrator. */
  async post(path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.address}/v1/${path}`, {
      method: 'POST',
      headers: { 'X-Vault-Token': this.rootToken },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return Object(text ? JSON.parse(text) : {})
  }

  /** A token that may do these operations of Transit and nothing else. */
  async tokenFor(...paths: string[]): Promise<string> {
    const rules = paths.map((path) => `path "${path}" { capabilities = ["update"] }`)
    await this.post('sys/policies/acl/varlor', { policy: rules.join('\n') })
    const { auth } = await this.post('auth/token/create', { policies: ['varlor'], ttl: '1h' })
    return String(Object(auth).client_token)
  }

  async encrypt(key: string, plaintext: string, associatedData: Buffer): Promise<string> {
    const { data } = await this.post(`transit/encrypt/${key}`, {
      plaintext,
      associated_data: associatedData.toString('base64'),
    })
    return String(Object(data).ciphertext)
  }

  stop(): Promise<void> {
    return this.process.stop()
  }
}

function findOpenbao(): string | null {
  return findProgram('bao', 'vault')
}
