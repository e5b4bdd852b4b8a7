import { test } from '@japa/runner'
import type { Probe } from '#connectors/contracts'
import { ProbeRecorder } from '#connectors/probe_recorder'

const STAGES = ['dns', 'tcp', 'tls', 'auth'] as const

test.group('Probes', () => {
  const statuses = (recorder: ProbeRecorder) => recorder.probes.map(({ status }) => status)

  test('a stage that is passed skips those before it, once', ({ assert }) => {
    const reported: Probe[] = []
    const recorder = new ProbeRecorder(STAGES, (probe) => reported.push(probe))
    recorder.pass('tcp')
    recorder.pass('dns')
    recorder.pass('tcp')
    assert.deepEqual(statuses(recorder), ['skipped', 'passed', 'skipped', 'skipped'])
    assert.lengthOf(reported, 2)
  })

  test('what fails is the stage under way', ({ assert }) => {
    const recorder = new ProbeRecorder(STAGES)
    recorder.pass('dns')
    recorder.fail(null)
    assert.deepEqual(statuses(recorder), ['passed', 'failed', 'skipped', 'skipped'])
  })

  test('or the stage that the reason belongs to, passed ones excepted', ({ assert }) => {
    const later = new ProbeRecorder(STAGES)
    later.pass('tcp')
    later.fail('auth')
    assert.deepEqual(statuses(later), ['skipped', 'passed', 'skipped', 'failed'])
    const earlier = new ProbeRecorder(STAGES)
    earlier.pass('dns')
    earlier.pass('tcp')
    earlier.fail('dns')
    assert.deepEqual(statuses(earlier), ['passed', 'passed', 'failed', 'skipped'])
  })

  test('a stage that was not needed may turn out to be the one that is missing', ({ assert }) => {
    const recorder = new ProbeRecorder(STAGES)
    recorder.pass('dns')
    recorder.pass('tcp')
    recorder.skip('tls')
    recorder.fail('tls')
    assert.deepEqual(statuses(recorder), ['passed', 'passed', 'failed', 'skipped'])
  })

  test('only stages that were reached have timings', ({ assert }) => {
    const recorder = new ProbeRecorder(STAGES)
    recorder.pass('dns')
    recorder.fail(null)
    assert.deepEqual(
      recorder.probes.map(({ ms }) => typeof ms),
      ['number', 'number', 'object', 'object']
    )
  })
})
