import app from '@adonisjs/core/services/app'
import { ConnectorError } from '#connectors/connector_error'
import { ConnectorManager } from '#connectors/connector_manager'
import type { TestResult } from '#connectors/contracts'

type Cleanup = (run: () => void) => void

const SILENCE = new ConnectorError('timeout', 'Nothing was heard of it any more.')

/** From now on nobody hears what becomes of a change: `reaches` says whether the target does carry it out. */
export async function loseAnswers({ reaches }: { reaches: boolean }, cleanup: Cleanup) {
  const manager = await app.container.make(ConnectorManager)
  const change = manager.changePassword.bind(manager)
  const told: string[] = []
  manager.changePassword = async (...given) => {
    told.push(given[2].password)
    if (reaches) await change(...given)
    throw SILENCE
  }
  const restore = () => void Reflect.deleteProperty(manager, 'changePassword')
  cleanup(restore)
  return { told, restore }
}

/** From now on the target does not answer whoever signs in. */
export async function loseSignIns(cleanup: Cleanup) {
  const manager = await app.container.make(ConnectorManager)
  manager.test = async () => silentTest
  const restore = () => void Reflect.deleteProperty(manager, 'test')
  cleanup(restore)
  return { restore }
}

/** Counts the sign-ins from now on that the target is asked for. */
export async function countSignIns(cleanup: Cleanup) {
  const manager = await app.container.make(ConnectorManager)
  const { test } = manager
  const counted = { signIns: 0 }
  manager.test = (...given) => {
    counted.signIns += 1
    return test.apply(manager, given)
  }
  cleanup(() => void Reflect.deleteProperty(manager, 'test'))
  return counted
}

const silentTest: TestResult = {
  success: false,
  message: SILENCE.message,
  error: SILENCE.message,
  code: SILENCE.code,
  field: null,
  hint: null,
  latencyMs: 1,
  serverVersion: null,
  readOnly: null,
  superuser: null,
  probes: [],
}
