import { test } from '@japa/runner'
import fc from 'fast-check'
import { CellEncoder } from '#connectors/cells'
import { mysql } from '#connectors/mysql/engine'
import { errorTable } from '#connectors/mysql/error_table'
import { readerFor } from '#connectors/mysql/column_reader'
import { isReadOnly } from '#connectors/mysql/privileges'
import { serverKind } from '#connectors/mysql/server_kind'
import { literal, quote } from '#connectors/mysql/sql'
import { translateError } from '#connectors/error_translation'

const AT = {
  label: 'MySQL',
  where: 'db.example.com',
  port: 3306,
  user: 'alice',
  database: 'sales',
  isConnected: false,
  seconds: null,
}

test.group('MySQL: privileges', () => {
  const cases: [string, string[], boolean | null][] = [
    ['everything', ['GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION'], false],
    [
      'reading alone',
      ['GRANT USAGE ON *.* TO `a`@`%`', 'GRANT SELECT, SHOW VIEW ON `s`.* TO `a`@`%`'],
      true,
    ],
    ['writing to one table', ['GRANT SELECT, INSERT ON `s`.`t` TO `a`@`%`'], false],
    ['writing to one column', ['GRANT SELECT, UPDATE (`x`) ON `s`.`t` TO `a`@`%`'], false],
    [
      'reading columns named like privileges',
      ['GRANT SELECT (`DROP`, `a, UPDATE`) ON `s`.`t` TO `a`@`%`'],
      true,
    ],
    ['a database named like a clause', ['GRANT SELECT ON `x ON y`.* TO `a`@`%`'], true],
    [
      'a password in the line',
      ["GRANT USAGE ON *.* TO `a`@`%` IDENTIFIED BY PASSWORD '*A ON B'"],
      true,
    ],
    ['a role', ['GRANT USAGE ON *.* TO `a`@`%`', 'GRANT `writers`@`%` TO `a`@`%`'], null],
    [
      'a role beside writing',
      ['GRANT `r`@`%` TO `a`@`%`', 'GRANT DELETE ON `s`.* TO `a`@`%`'],
      false,
    ],
    ['running procedures', ['GRANT EXECUTE ON PROCEDURE `s`.`p` TO `a`@`%`'], false],
    ['acting as another', ["GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION"], false],
  ]
  test('{0}')
    .with(cases)
    .run(({ assert }, [, grants, expected]) => {
      assert.equal(isReadOnly(grants), expected)
    })
})

test.group('MySQL: the server', () => {
  test('is known by its greeting', ({ assert }) => {
    assert.deepEqual(serverKind('8.4.3'), { isMariadb: false, version: '8.4.3' })
    assert.deepEqual(serverKind('8.0.39-30.1 Percona'), { isMariadb: false, version: '8.0.39' })
    assert.deepEqual(serverKind('5.5.5-10.11.19-MariaDB-0+deb12u1'), {
      isMariadb: true,
      version: '10.11.19-MariaDB',
    })
    assert.deepEqual(serverKind('11.8.2-MariaDB'), { isMariadb: true, version: '11.8.2-MariaDB' })
  })

  test('error numbers mean what that server means by them', ({ assert }) => {
    const code = (error: object) =>
      translateError(Object.assign(new Error('refused'), error), errorTable, AT).code
    assert.equal(code({ errno: 1969, isMariadb: true }), 'timeout')
    assert.equal(code({ errno: 1969, isMariadb: false }), 'unknown')
    assert.equal(code({ errno: 4151, isMariadb: true }), 'auth_locked')
    assert.equal(code({ errno: 3118, isMariadb: false }), 'auth_locked')
    assert.equal(code({ errno: 1045, isMariadb: true }), 'auth_bad')
    assert.equal(code({ errno: 3159, isMariadb: false }), 'tls_required')
  })

  test("the driver's names for numbers are not believed", ({ assert }) => {
    const error = Object.assign(new Error('x'), {
      errno: 4151,
      code: 'ECONNREFUSED',
      isMariadb: true,
    })
    assert.equal(translateError(error, errorTable, AT).code, 'auth_locked')
  })
})

test.group('MySQL: names and texts in SQL', () => {
  test('a name stays one name, dots and backticks included', ({ assert }) => {
    assert.equal(quote('a.b`c'), '`a.b``c`')
  })

  test('a text is hexadecimal, whatever it holds', ({ assert }) => {
    assert.equal(literal(`'; drop`), `_utf8mb4 X'273b2064726f70'`)
    fc.assert(fc.property(fc.string(), (text) => /^_utf8mb4 X'[0-9a-f]*'$/.test(literal(text))))
  })

  test('a connection points somewhere in one line', ({ assert }) => {
    const config = { host: 'db.example.com', port: 3306, username: 'alice' }
    assert.equal(mysql.describeTarget(config), 'alice@db.example.com:3306')
    assert.equal(
      mysql.describeTarget({ ...config, database: 'sales' }),
      'alice@db.example.com:3306/sales'
    )
  })
})

test.group('MySQL: values', () => {
  const encoder = new CellEncoder({ cellBytes: 1_000 })

  test('every 32-bit float keeps its value and shows no digits of its own', ({ assert }) => {
    const reader = readerFor('float', { isJson: false, size: 0 })
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const cell = reader.read(Buffer.from(String(value)), encoder, null)
        const shown = typeof cell === 'number' ? cell : -0
        return Math.fround(shown) === value
      })
    )
    assert.equal(reader.read(Buffer.from('0.10000000149011612'), encoder, null), 0.1)
  })

  test('bits are digits of the declared length', ({ assert }) => {
    const reader = readerFor('bit', { isJson: false, size: 5 })
    assert.equal(reader.read(Buffer.from([0b10101]), encoder, null), '10101')
    assert.equal(reader.read(Buffer.from([1]), encoder, null), '00001')
  })

  test('a cut text tells its whole length in characters, elephants counted once', ({ assert }) => {
    const reader = readerFor('longtext', { isJson: false, size: 4294967295 })
    const text = Buffer.from('🐘🐘')
    assert.equal(reader.read(text, encoder, 2), '🐘🐘')
    assert.deepEqual(reader.read(text, encoder, 9), {
      $type: 'text',
      text: '🐘🐘',
      length: 9,
      truncated: true,
    })
  })
})
