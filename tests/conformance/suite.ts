import { test } from '@japa/runner'
import type { ConformanceServer, ConformanceSpec } from '#tests/conformance/conformance_spec'
import { layFixtures } from '#tests/conformance/fixtures'
import { registerCatalogTests } from '#tests/conformance/groups/catalog'
import { registerFileTests } from '#tests/conformance/groups/files'
import { registerLifetimeTests } from '#tests/conformance/groups/lifetime'
import { registerLimitTests } from '#tests/conformance/groups/limits'
import { registerNetworkTests } from '#tests/conformance/groups/network'
import { registerPreviewTests } from '#tests/conformance/groups/previews'
import { registerProbingTests } from '#tests/conformance/groups/probing'
import { registerTlsTests } from '#tests/conformance/groups/tls'
import { needs } from '#tests/support/servers/missing'

/** What a group of tests works with. */
export interface Bench {
  spec: ConformanceSpec
  /** The started server, with the fixtures laid. */
  server(): ConformanceServer
}

/**
 * Registers everything an engine has to do like all others. Engines differ in what they declare (capabilities,
 * dialect, types), never in what is left out here.
 */
export function registerConnectorTestSuite(spec: ConformanceSpec) {
  let started: Promise<ConformanceServer> | undefined
  let server: ConformanceServer | undefined
  const bench: Bench = {
    spec,
    server() {
      if (!server) throw new Error('The server is not started yet')
      return server
    },
  }
  const start = async () => {
    started ??= spec.start().then(async (one) => {
      await layFixtures(spec, one)
      return one
    })
    server = await started
  }

  const { usesFile = false, supportsTls = false } = spec.engine.capabilities
  const groups = {
    testing: registerProbingTests,
    ...(usesFile ? { files: registerFileTests } : { network: registerNetworkTests }),
    ...(supportsTls ? { TLS: registerTlsTests } : {}),
    catalog: registerCatalogTests,
    previews: registerPreviewTests,
    limits: registerLimitTests,
    lifetime: registerLifetimeTests,
  }
  for (const [title, register] of Object.entries(groups)) {
    test.group(`${spec.engine.label}: ${title}`, (group) => {
      if (spec.needs === null || needs(group, spec.needs)) group.setup(start)
      register(bench)
    })
  }
}
