import type { NamedReporterContract } from '@japa/runner/types'
import type { Engine } from '#connectors/engine'
import type { ConformanceSpec } from '#tests/conformance/conformance_spec'
import { proofTable } from '#tests/conformance/proof_table'

/** What one engine was run against, and what came of it. */
export interface Evidence {
  engine: Engine
  against: string
  /** How to have a real server, where this is none. */
  realBy: string | null
  /** As the first good test tells it; null until there was one. */
  version: string | null
  passed: number
  /** Titles of the tests that passed, and of the refusals that were gone through: `refusal: wrong password`. */
  proven: Set<string>
  /** Titles of the tests that were skipped, with the reason. */
  leftOut: Map<string, string>
}

const all: Evidence[] = []

/** Every test that has it as `evidence` in its meta counts towards it. */
export function evidenceOf({ engine, against, realBy }: ConformanceSpec): Evidence {
  const evidence: Evidence = {
    engine,
    against,
    realBy: realBy ?? null,
    version: null,
    passed: 0,
    proven: new Set(),
    leftOut: new Map(),
  }
  all.push(evidence)
  return evidence
}

/** Says at the end what each engine was proved against; with CONFORMANCE_TABLE=1 also which tests prove what, as Markdown. */
export function evidenceReport(): NamedReporterContract {
  return {
    name: 'evidence',
    handler(_runner, emitter) {
      emitter.on('test:end', ({ title, meta, hasError, isSkipped, skipReason }) => {
        const { evidence } = meta as { evidence?: Evidence }
        if (!evidence) return
        if (isSkipped) evidence.leftOut.set(title.expanded, skipReason ?? 'left out')
        else if (!hasError) {
          evidence.passed += 1
          evidence.proven.add(title.expanded)
        }
      })
      emitter.on('runner:end', () => {
        const ran = all.filter(({ passed }) => passed > 0)
        if (ran.length === 0) return
        process.stdout.write(`\nProved against\n${ran.map(line).join('')}`)
        if (process.env.CONFORMANCE_TABLE) process.stdout.write(`\n${proofTable(ran)}\n`)
      })
    },
  }
}

function line({ engine, against, realBy, version, passed }: Evidence): string {
  const target = `  ${engine.label} ${version ?? ''}, ${against}`
  return `${target.padEnd(50)} ${passed} tests${realBy ? `   a real server: ${realBy}` : ''}\n`
}
