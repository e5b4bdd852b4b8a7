import { test } from '@japa/runner'
import fc from 'fast-check'
import { CellEncoder, RowCollector } from '#connectors/cells'

const encoder = (cellBytes = 100) => new CellEncoder({ cellBytes })

test.group('Cells', () => {
  test('text within the limit is the text itself', ({ assert }) => {
    assert.equal(encoder(10).text('0123456789'), '0123456789')
    assert.equal(encoder(4).text('🐘'), '🐘')
  })

  test('text is cut by bytes, between characters, and says how long it was', ({ assert }) => {
    assert.deepEqual(encoder(3).text('abcdef'), {
      $type: 'text',
      text: 'abc',
      length: 6,
      truncated: true,
    })
    assert.deepEqual(encoder(5).text('a🐘b🐘'), {
      $type: 'text',
      text: 'a🐘',
      length: 4,
      truncated: true,
    })
    assert.deepEqual(encoder(3).text('🐘🐘'), {
      $type: 'text',
      text: '',
      length: 2,
      truncated: true,
    })
  })

  test('text that the server cut says so, however short it is', ({ assert }) => {
    assert.deepEqual(encoder().text('ab', null), {
      $type: 'text',
      text: 'ab',
      length: null,
      truncated: true,
    })
    assert.deepEqual(encoder().text('ab', 99), {
      $type: 'text',
      text: 'ab',
      length: 99,
      truncated: true,
    })
  })

  test('cut text is a start of the text, within the limit, and loses less than one character', ({
    assert,
  }) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const cell = encoder(limit).text(text)
        const kept = typeof cell === 'string' ? cell : (cell as { text: string }).text
        assert.isTrue(text.startsWith(kept))
        assert.isAtMost(Buffer.byteLength(kept), limit)
        if (kept !== text) {
          const [next = ''] = text.slice(kept.length)
          assert.isAbove(Buffer.byteLength(kept + next), limit)
        }
      })
    )
  })

  test('binary keeps the whole length beside the first bytes', ({ assert }) => {
    const value = Buffer.from([0, 255, 16])
    assert.deepEqual(encoder().binary(value), {
      $type: 'binary',
      base64: 'AP8Q',
      bytes: 3,
      truncated: false,
    })
    assert.deepEqual(encoder(2).binary(value), {
      $type: 'binary',
      base64: 'AP8=',
      bytes: 3,
      truncated: true,
    })
    assert.deepEqual(encoder().binary(value, 9), {
      $type: 'binary',
      base64: 'AP8Q',
      bytes: 9,
      truncated: true,
    })
  })

  test('JSON stays the text that the database wrote', ({ assert }) => {
    const text = '{"n": 12345678901234567890, "n": 1}'
    assert.deepEqual(encoder().json(text), { $type: 'json', text, truncated: false })
    assert.deepEqual(encoder(3).json('[10]'), { $type: 'json', text: '[10', truncated: true })
    assert.deepEqual(encoder().json('[1', false), { $type: 'json', text: '[1', truncated: true })
  })

  test('numbers that JSON would lose are tagged or text', ({ assert }) => {
    assert.equal(encoder().float(0.1), 0.1)
    for (const value of [Number.NaN, Infinity, -Infinity, -0]) {
      const cell = encoder().float(value)
      assert.deepEqual(JSON.parse(JSON.stringify(cell)), cell)
      assert.isTrue(Object.is(Number((cell as { value: string }).value), value))
    }
    assert.equal(encoder().integer(9007199254740991n), 9007199254740991)
    assert.equal(encoder().integer(9007199254740993n), '9007199254740993')
    assert.equal(encoder().integer(-9223372036854775808n), '-9223372036854775808')
  })
})

test.group('Rows', () => {
  test('stop at the limit on rows', ({ assert }) => {
    const collector = new RowCollector({ rows: 2, totalBytes: 1_000 })
    assert.deepEqual(
      [collector.add([1]), collector.add([2]), collector.add([3])],
      [true, true, false]
    )
    assert.deepEqual(collector.rows, [[1], [2]])
    assert.isTrue(collector.truncated)
  })

  test('stop before the answer is too large', ({ assert }) => {
    const collector = new RowCollector({ rows: 100, totalBytes: 1_000 })
    let taken = 0
    while (collector.add(['x'.repeat(90), null])) taken++
    assert.isTrue(collector.truncated)
    assert.lengthOf(collector.rows, taken)
    assert.isAtMost(JSON.stringify(collector.rows).length, 1_000)
  })

  test('a cut cell makes the answer truncated, a whole one does not', ({ assert }) => {
    const whole = new RowCollector({ rows: 9, totalBytes: 1_000 })
    whole.add(['a', null, encoder().binary(Buffer.from('b')), encoder().float(Number.NaN)])
    assert.isFalse(whole.truncated)
    const cut = new RowCollector({ rows: 9, totalBytes: 1_000 })
    cut.add([encoder(1).text('ab')])
    assert.isTrue(cut.truncated)
  })
})
