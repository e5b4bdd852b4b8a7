import { test } from '@japa/runner'
import type { Group } from '@japa/runner/core'
import type { ConformanceServer, ConformanceSpec } from '#tests/conformance/conformance_spec'
import { type Evidence, evidenceOf } from '#tests/conformance/evidence'
import { layFixtures } from '#tests/conformance/fixtures'
import { registerCatalogTests } from '#tests/conformance/groups/catalog'
import { isEnduranceAsked, registerEnduranceTests } from '#tests/conformance/groups/endurance'
import { registerFileTests } from '#tests/conformance/groups/files'
import { registerImportTests } from '#tests/conformance/groups/importing'
import { registerLifetimeTests } from '#tests/conformance/groups/lifetime'
import { registerLimitTests } from '#tests/conformance/groups/limits'
import { registerNetworkTests } from '#tests/conformance/groups/network'
import { registerPasswordFaultTests } from '#tests/conformance/groups/password_faults'
import { registerPasswordTests } from '#tests/conformance/groups/passwords'
import { registerPreviewTests } from '#tests/conformance/groups/previews'
import { registerProbingTests } from '#tests/conformance/groups/probing'
import { registerTlsTests } from '#tests/conformance/groups/tls'
import { registerTunnelTests } from '#tests/conformance/groups/tunnel'
import { needs } from '#tests/support/servers/missing'

/** What a group of tests works with. */
export interface Bench {
  spec: ConformanceSpec
  /** The started server, with the fixtures laid. */
  server(): ConformanceServer
  evidence: Evidence
}

/**
 * Registers everything an engine has to do like all others. Engines differ in what they declare (capabilities,
 * dialect, types), never in what is left out here.
 */
export function registerConnectorTestSuite(spec: ConformanceSpec) {
  let started: Promise<ConformanceServer> | undefined
  let server: ConformanceServer | undefined
  const evidence = evidenceOf(spec)
  const bench: Bench = {
    spec,
    evidence,
    server() {
      if (!server) throw new Error('The server is not started yet')
      return server
    },
  }
  const start = async () => {
    started ??= spec.start().then(async (one) => {
      await (spec.lay?.(one) ?? layFixtures(spec, one))
      return one
    })
    server = await started
  }

  const groups = isEnduranceAsked ? { endurance: registerEnduranceTests } : groupsOf(spec)
  for (const [title, register] of Object.entries(groups)) {
    test.group(`${spec.title ?? spec.engine.label}: ${title}`, (group) => {
      if (spec.needs === null || needs(group, spec.needs)) group.setup(start)
      group.tap((one) => void (one.options.meta.evidence = evidence))
      skipTls(spec, group, title)
      skipPasswords(spec, group, title)
      register(bench)
    })
  }
}

/** Every test that is about TLS, in the group of that name and outside. */
function skipTls({ lacks }: ConformanceSpec, group: Group, title: string) {
  const reason = lacks?.tls
  if (!reason) return
  group.tap((one) => {
    if (title === 'TLS' || /\bTLS\b/.test(one.title)) one.skip(true, reason)
  })
}

function skipPasswords({ lacks }: ConformanceSpec, group: Group, title: string) {
  const reason = lacks?.passwords
  if (reason && title.startsWith('passwords')) group.tap((one) => void one.skip(true, reason))
}

/** Every engine takes part in those that its capabilities call for. */
function groupsOf({ engine }: ConformanceSpec): Record<string, (bench: Bench) => void> {
  const { usesFile, supportsTls, supportsTunnel, supportsPasswordChange, supportsImport } =
    engine.capabilities
  return {
    testing: registerProbingTests,
    ...(usesFile ? { files: registerFileTests } : { network: registerNetworkTests }),
    ...(supportsTls ? { TLS: registerTlsTests } : {}),
    ...(supportsTunnel ? { tunnel: registerTunnelTests } : {}),
    catalog: registerCatalogTests,
    previews: registerPreviewTests,
    limits: registerLimitTests,
    lifetime: registerLifetimeTests,
    ...(supportsImport ? { importing: registerImportTests } : {}),
    ...(supportsPasswordChange
      ? { 'passwords': registerPasswordTests, 'passwords and faults': registerPasswordFaultTests }
      : {}),
  }
}
