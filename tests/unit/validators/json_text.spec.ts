import { test } from '@japa/runner'
import fc from 'fast-check'
import { ApiError } from '#exceptions/api_error'
import { parseJson } from '#validators/json_text'

const BOUNDS = { depth: 32, values: 10_000 }

function refusal(text: string | Buffer, bounds = BOUNDS) {
  try {
    parseJson(Buffer.from(text), bounds)
    return null
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const { code, field } = error.items[0] ?? {}
    return { code, field }
  }
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test.group('JSON that clients send', () => {
  test('what JSON can say comes out as JSON.parse has it', ({ assert }) => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        if (text.includes('\\u0000') || text.includes('__proto__')) return
        assert.deepEqual(parseJson(Buffer.from(text), BOUNDS), JSON.parse(text))
      }),
      { numRuns: 500 }
    )
  })

  test('whatever the bytes are, the answer is a value or a refusal', ({ assert }) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[{}[\],:"\\a0u ]*$/), (text) => {
        const isJson = canParse(text)
        if (!isJson) assert.isNotNull(refusal(text), text)
      }),
      { numRuns: 2_000 }
    )
  })

  test('as deep as allowed is fine, and one level more is not', ({ assert }) => {
    assert.isNull(refusal(nested(32)))
    assert.equal(refusal(nested(33))?.code, 'E_INVALID')
    assert.equal(refusal('['.repeat(100_000))?.code, 'E_INVALID')
  })

  test('as many values as allowed are fine, and one more is not', ({ assert }) => {
    const bounds = { depth: 2, values: 5 }
    assert.isNull(refusal('[1,2,3,4,5]', bounds))
    assert.equal(refusal('[1,2,3,4,5,6]', bounds)?.code, 'E_INVALID')
    assert.equal(refusal('{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', bounds)?.code, 'E_INVALID')
  })

  test('a field that is there twice is named', ({ assert }) => {
    const twice = { code: 'E_INVALID', field: 'config.host' }
    assert.deepEqual(refusal('{"config":{"host":"a","port":1,"host":"b"}}'), twice)
    assert.deepEqual(refusal('{"config":{"host":"a","h\\u006fst":"b"}}'), twice)
    assert.isNull(refusal('[{"a":1},{"a":2},{"b":{"a":3},"a":4}]'))
  })

  test('__proto__ is no field, however it is spelled and wherever it is', ({ assert }) => {
    const nowhere = { code: 'E_UNKNOWN_FIELD', field: '__proto__' }
    assert.deepEqual(refusal('{"__proto__":{"x":1}}'), nowhere)
    assert.deepEqual(refusal('{"a":[0,{"\\u005f_proto__":1}]}'), {
      code: 'E_UNKNOWN_FIELD',
      field: 'a.1.__proto__',
    })
    assert.isNull(refusal('{"a":"__proto__"}'))
  })

  test('half a surrogate pair, which UTF-8 cannot spell, is refused where it is', ({ assert }) => {
    assert.deepEqual(refusal('{"a":{"b":"x\\ud800"}}'), { code: 'E_INVALID', field: 'a.b' })
    assert.deepEqual(refusal('{"\\udc00":1}')?.code, 'E_INVALID')
    assert.isNull(refusal('{"a":"\\ud83d\\udc18"}'))
  })

  test('U+0000, which PostgreSQL cannot keep, is refused where it is', ({ assert }) => {
    assert.deepEqual(refusal('{"tags":["a","b\\u0000"]}'), { code: 'E_INVALID', field: 'tags.1' })
    assert.isNull(refusal('{"a":"\\\\u0000"}'))
  })

  test('bytes that are not UTF-8 are refused', ({ assert }) => {
    assert.equal(refusal(Buffer.from([0x22, 0xc3, 0x28, 0x22]))?.code, 'E_MALFORMED_BODY')
    assert.equal(refusal(Buffer.from('"é"', 'latin1'))?.code, 'E_MALFORMED_BODY')
  })

  test('a text of nothing but escapes and quotes costs one look at each character', ({
    assert,
  }) => {
    const size = 4_000_000
    for (const text of [`"${'\\"'.repeat(size)}`, `"${'\\'.repeat(size)}`, '"'.repeat(size + 1)]) {
      assert.equal(refusal(text, { depth: 4, values: 2 * size })?.code, 'E_MALFORMED_BODY')
    }
  })
})

function canParse(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
