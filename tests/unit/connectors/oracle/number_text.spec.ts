import { test } from '@japa/runner'
import { Misfit } from '#connectors/columnar/misfit'
import { VariableWriter } from '#connectors/columnar/variable_writer'
import { asNumberText } from '#connectors/oracle/value_writers'

test.group('Oracle: numbers that become text', () => {
  test('{given} is {text}')
    .with([
      { given: '.5', text: '0.5' },
      { given: '-.5', text: '-0.5' },
      { given: '12345678901234567890.5', text: '12345678901234567890.5' },
    ])
    .run(({ assert }, { given, text }) => {
      const writer = new VariableWriter(true)
      asNumberText(given, writer, 0)
      const data = writer.take(1)
      if (data.kind !== 'variable') throw new TypeError(data.kind)
      assert.equal(Buffer.from(data.bytes, 0, text.length).toString(), text)
    })

  test('infinity, which the driver spells as a number, does not fit: {$self}')
    .with([`1${'0'.repeat(126)}`, '-1e126'])
    .run(({ assert }, spelled) => {
      assert.throws(() => asNumberText(spelled, new VariableWriter(true), 0), Misfit)
    })
})
