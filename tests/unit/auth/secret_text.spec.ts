import { test } from '@japa/runner'
import { SecretText } from '#services/auth/secret_text'

const texts = new SecretText('vlr_')

test.group('The text of a token', () => {
  test('it has a prefix, 256 random bits and a checksum, all of which one double click selects', ({
    assert,
  }) => {
    const made = new Set(Array.from({ length: 200 }, () => texts.generate()))

    assert.lengthOf([...made], 200)
    for (const text of made) {
      assert.match(text, /^vlr_[0-9A-Za-z]{49}$/)
      assert.isTrue(texts.recognises(text))
    }
  })

  test('one wrong letter anywhere is noticed', ({ assert }) => {
    const text = texts.generate()
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === 'a' ? 'b' : 'a'
      assert.isFalse(texts.recognises(text.slice(0, at) + other + text.slice(at + 1)), text)
    }
  })

  for (const wrong of ['', 'vlr_', 'x', 'vlr_!'.repeat(20)]) {
    test(`"${wrong.slice(0, 10)}" is none`, ({ assert }) => {
      assert.isFalse(texts.recognises(wrong))
    })
  }

  test('more, less or another prefix is none', ({ assert }) => {
    const text = texts.generate()
    for (const wrong of [`${text}a`, text.slice(0, -1), ` ${text}`, `${text}\n`]) {
      assert.isFalse(texts.recognises(wrong))
    }
    assert.isFalse(new SecretText('vli_').recognises(text))
  })

  test('the checksum is that of CRC-32, as anybody can compute it', ({ assert }) => {
    const zeros = `vlr_${'0'.repeat(43)}`

    assert.isTrue(texts.recognises(zeros + crcInBase62(zeros)))
  })
})

/** CRC-32 (IEEE 802.3), bit by bit, in six digits of base 62. */
function crcInBase62(text: string): string {
  let crc = 0xffffffff
  for (const byte of Buffer.from(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  let rest = (crc ^ 0xffffffff) >>> 0
  let written = ''
  for (; rest > 0; rest = Math.floor(rest / 62)) written = digits.charAt(rest % 62) + written
  return written.padStart(6, '0')
}
