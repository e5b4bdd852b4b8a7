import { test } from '@japa/runner'
import fc from 'fast-check'
import { ConnectorError } from '#connectors/connector_error'
import { URL_LENGTH, type UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { engineNames, engines, type EngineName } from '#connectors/registry'

/** The fields that an engine reads in a text, credentials among them; null when it reads none. */
function fieldsOf(type: EngineName, text: string): Record<string, unknown> | null {
  const told = read(type, text)
  return told && { ...told.config, ...told.credentials }
}

function read(type: EngineName, text: string): UnderstoodUrl | null {
  for (const format of engines[type].urls) {
    const told = format.read(text)
    if (told) return told
  }
  return null
}

const server = { host: 'db.example.com', port: 1234, database: 'sales', username: 'ada' }
const whole = { ...server, password: 'p@:/s' }

const UNDERSTOOD: [EngineName, string, Record<string, unknown>][] = [
  ['postgresql', 'postgres://ada:p%40%3A%2Fs@db.example.com:1234/sales', whole],
  ['postgresql', 'postgresql://ada:p@:/s@db.example.com:1234/sales?application_name=x', whole],
  [
    'postgresql',
    'postgres://u@[2001:db8::1]:5433/d?sslmode=verify-full',
    {
      host: '2001:db8::1',
      port: 5433,
      database: 'd',
      username: 'u',
      tls: { mode: 'verify-full' },
    },
  ],
  ['postgresql', 'postgres://a:1,b:2/d', { host: 'a', port: 1, database: 'd' }],
  ['postgresql', 'postgres:///d?host=h&user=u', { host: 'h', database: 'd', username: 'u' }],
  ['postgresql', 'postgresql+psycopg2://h/d', { host: 'h', database: 'd' }],
  [
    'postgresql',
    'jdbc:postgresql://db.example.com:1234/sales?user=ada&password=p%40:/s&ssl=true',
    { ...whole, tls: { mode: 'verify-full' } },
  ],
  [
    'postgresql',
    String.raw`host=db.example.com port=1234 dbname=sales user=ada password='it\'s a \\ b' sslmode=disable`,
    { ...server, password: String.raw`it's a \ b`, tls: { mode: 'disable' } },
  ],
  [
    'postgresql',
    'Host=db.example.com;Port=1234;Database=sales;Username=ada;Password="p@:/s";SSL Mode=VerifyFull',
    { ...whole, tls: { mode: 'verify-full' } },
  ],
  ['mysql', 'mysql://ada:p%40%3A%2Fs@db.example.com:1234/sales', whole],
  [
    'mysql',
    'mariadb://db.example.com/?ssl-mode=VERIFY_IDENTITY',
    { host: 'db.example.com', tls: { mode: 'verify-full' } },
  ],
  [
    'mysql',
    'jdbc:mysql://db.example.com:1234/sales?user=ada&password=p@:/s&useSSL=false&serverTimezone=UTC',
    { ...whole, tls: { mode: 'disable' } },
  ],
  [
    'mysql',
    'jdbc:mariadb://h/d?sslMode=verify-ca',
    { host: 'h', database: 'd', tls: { mode: 'verify-ca' } },
  ],
  [
    'mysql',
    'mysql://h/d?ssl={"rejectUnauthorized":true}',
    { host: 'h', database: 'd', tls: { mode: 'verify-full' } },
  ],
  ['mysql', 'Server=db.example.com;Port=1234;Database=sales;Uid=ada;Pwd=p@:/s', whole],
  [
    'mongodb',
    'mongodb://ada:p%40%3A%2Fs@db.example.com:1234/sales?authSource=admin',
    { ...whole, authSource: 'admin' },
  ],
  [
    'mongodb',
    'mongodb://u:p@a:1,b:2,c:1/d?replicaSet=rs0&tls=true&tlsInsecure=true',
    {
      host: 'a,b:2,c',
      port: 1,
      database: 'd',
      username: 'u',
      password: 'p',
      authSource: 'd',
      replicaSet: 'rs0',
      tls: { mode: 'require' },
    },
  ],
  [
    'mongodb',
    'mongodb+srv://u:p@cluster0.ab1cd.mongodb.net/d?retryWrites=true&w=majority',
    {
      host: 'cluster0.ab1cd.mongodb.net',
      srv: true,
      database: 'd',
      username: 'u',
      password: 'p',
      tls: { mode: 'verify-full' },
    },
  ],
  ['mongodb', 'mongodb://localhost', { host: 'localhost' }],
  ...(
    [
      ['jdbc:oracle:thin:@//h:1521/orcl.example.com', { serviceName: 'orcl.example.com' }],
      ['jdbc:oracle:thin:@h:1521:ORCL', { sid: 'ORCL' }],
      [
        'jdbc:oracle:thin:scott/t@ger@h:1521/s',
        { serviceName: 's', username: 'scott', password: 't@ger' },
      ],
      ['scott/ti/ger@h:1521/s', { serviceName: 's', username: 'scott', password: 'ti/ger' }],
      [
        'scott/"t@1"@//h:1521/s:dedicated',
        { serviceName: 's', username: 'scott', password: 't@1' },
      ],
      ['oracle://scott:tiger@h:1521/s', { serviceName: 's', username: 'scott', password: 'tiger' }],
      [
        'oracle+cx_oracle://scott:tiger@h:1521/?service_name=s',
        { serviceName: 's', username: 'scott', password: 'tiger' },
      ],
      [
        '(DESCRIPTION=\n (ADDRESS = (PROTOCOL=TCP)(HOST=h)(PORT=1521))\n (CONNECT_DATA=(SERVER=DEDICATED)(SERVICE_NAME=s)))',
        { serviceName: 's' },
      ],
      [
        'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1521))(CONNECT_DATA=(SID=X)))',
        { sid: 'X' },
      ],
      [
        'Data Source=h:1521/s;User Id=scott;Password="a;b"',
        { serviceName: 's', username: 'scott', password: 'a;b' },
      ],
    ] as const
  ).map(
    ([text, rest]) =>
      ['oracle', text, { host: 'h', port: 1521, tls: { mode: 'disable' }, ...rest }] as [
        EngineName,
        string,
        Record<string, unknown>,
      ]
  ),
  [
    'oracle',
    'jdbc:oracle:thin:@tcps://adb.eu-1.oraclecloud.com:1522/x_low.adb.oraclecloud.com?ssl_server_dn_match=yes',
    {
      host: 'adb.eu-1.oraclecloud.com',
      port: 1522,
      serviceName: 'x_low.adb.oraclecloud.com',
      tls: { mode: 'verify-full' },
    },
  ],
  [
    'sqlserver',
    'Server=tcp:db.example.com,1234;Initial Catalog=sales;User ID=ada;Password="a;b""c";Encrypt=True;TrustServerCertificate=False;Connection Timeout=30',
    { ...server, password: 'a;b"c', encrypt: true, trustServerCertificate: false },
  ],
  [
    'sqlserver',
    'Driver={ODBC Driver 18 for SQL Server};Server=db.example.com,1234;Database=sales;UID=ada;PWD={a}};b};Encrypt=no',
    { ...server, password: 'a};b', encrypt: false },
  ],
  [
    'sqlserver',
    'jdbc:sqlserver://db.example.com:1234;databaseName=sales;user=ada;password={p@:/s};hostNameInCertificate=x.example.com',
    { ...whole, hostNameInCertificate: 'x.example.com' },
  ],
  ['sqlserver', 'sqlserver://db.example.com:1234;database=sales;user=ada;password=p@:/s', whole],
  ['sqlserver', 'sqlserver://ada:p%40%3A%2Fs@db.example.com:1234?database=sales', whole],
  [
    'sqlserver',
    'mssql://ada:p%40%3A%2Fs@db.example.com:1234/sales?encrypt=true',
    { ...whole, encrypt: true },
  ],
  ['sqlserver', 'Data Source=.;Initial Catalog=d', { host: 'localhost', database: 'd' }],
  [
    'snowflake',
    'snowflake://ada:p%40ss@myorg-account1/SALES/PUBLIC?warehouse=WH&role=R',
    {
      account: 'myorg-account1',
      username: 'ada',
      password: 'p@ss',
      database: 'SALES',
      schema: 'PUBLIC',
      warehouse: 'WH',
      role: 'R',
    },
  ],
  [
    'snowflake',
    'jdbc:snowflake://xy12345.eu-central-1.snowflakecomputing.com/?user=ada&db=SALES&authenticator=snowflake',
    { account: 'xy12345.eu-central-1', username: 'ada', database: 'SALES' },
  ],
  [
    'snowflake',
    'https://myorg-account1.snowflakecomputing.com/console/login',
    { account: 'myorg-account1' },
  ],
  [
    'snowflake',
    'https://app.snowflake.com/myorg/account1/#/homepage',
    { account: 'myorg-account1' },
  ],
  ['snowflake', 'https://app.snowflake.com/us-east-1/xy12345/w1', { account: 'xy12345.us-east-1' }],
  [
    'snowflake',
    'account=a1;user=u;password=p;db=D;schema=S',
    { account: 'a1', username: 'u', password: 'p', database: 'D', schema: 'S' },
  ],
  ['sqlite', 'sqlite:///sales.db', { file: 'sales.db' }],
  ['sqlite', 'sqlite://sales.db?mode=ro', { file: 'sales.db' }],
  ['sqlite', 'file:my%20sales.db', { file: 'my sales.db' }],
  ['sqlite', 'jdbc:sqlite:sales.db', { file: 'sales.db' }],
]

const REFUSED: [EngineName, string][] = [
  ['postgresql', 'postgres://u:canary@%2Fvar%2Frun%2Fpostgresql/d'],
  ['postgresql', 'host=/var/run/postgresql password=canary'],
  ['postgresql', 'postgres://h:canary/d'],
  ['mysql', 'mysql://u:canary@h:port/d'],
  [
    'oracle',
    'u/canary@(DESCRIPTION=(ADDRESS=(HOST=a)(PORT=1))(ADDRESS=(HOST=b)(PORT=2))(CONNECT_DATA=(SID=x)))',
  ],
  ['sqlserver', String.raw`Server=h\SQLEXPRESS;Password=canary`],
  ['sqlserver', String.raw`Server=np:\\h\pipe\sql;Password=canary`],
  ['sqlserver', String.raw`jdbc:sqlserver://h\inst;password=canary`],
  ['sqlserver', 'jdbc:sqlserver://h;instanceName=canary'],
  ['sqlite', 'sqlite:////var/lib/canary.db'],
  ['sqlite', 'file:../canary.db'],
  ['sqlite', String.raw`sqlite:C:\canary.db`],
]

test.group('Connection strings', () => {
  test('{0} understands {1}')
    .with(UNDERSTOOD)
    .run(({ assert }, [type, text, expected]) => assert.deepEqual(fieldsOf(type, text), expected))

  test('{0} refuses {1}, and does not repeat it')
    .with(REFUSED)
    .run(({ assert }, [type, text]) => {
      try {
        read(type, text)
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        assert.equal(error.field, 'url')
        assert.notMatch(error.message + error.hint + String(error.cause), /canary|pipe|1\)/)
        return
      }
      assert.fail('It was read')
    })

  test('every engine reads its own examples, and no other engine reads them first', ({
    assert,
  }) => {
    for (const type of engineNames) {
      for (const { example } of engines[type].urls) {
        assert.equal(
          engineNames.find((name) => read(name, example) !== null),
          type,
          example
        )
      }
    }
  })

  test('parameters without a field are named, and what may be a secret is not', ({ assert }) => {
    const told = read('postgresql', 'postgres://h/d?application_name=x&sslrootcert=/a&p%40ss!=y')

    assert.deepEqual(told?.ignored, ['application_name', 'sslrootcert'])
  })

  test('TLS that is only preferred is required, and said so', ({ assert }) => {
    const told = read('postgresql', 'postgres://h/d?sslmode=prefer')

    assert.deepEqual(told?.config.tls, { mode: 'require' })
    assert.lengthOf(told?.remarks ?? [], 1)
  })

  for (const text of [
    '',
    ' ',
    'hello',
    'p@ss/word:1',
    '://',
    'redis://h:1',
    '=',
    ';;;',
    '()',
    '(A)',
    'https://example.com/a',
  ]) {
    test(`nobody understands ${JSON.stringify(text)}`, ({ assert }) => {
      for (const name of engineNames) assert.isNull(read(name, text), name)
    })
  }

  const secret = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }).filter(isWellFormed)
  const encoded = encodeURIComponent

  test('what was escaped comes back as it was, whatever it holds', ({ assert }) => {
    const schemes: [EngineName, string][] = [
      ['postgresql', 'postgres'],
      ['mysql', 'mysql'],
      ['mongodb', 'mongodb'],
      ['oracle', 'oracle'],
      ['sqlserver', 'mssql'],
      ['snowflake', 'snowflake'],
    ]
    fc.assert(
      fc.property(fc.constantFrom(...schemes), secret, secret, ([type, scheme], user, password) => {
        const url = `${scheme}://${encoded(user)}:${encoded(password)}@db.example.com/d`
        assert.containSubset(fieldsOf(type, url), { username: user, password })
      }),
      { numRuns: 1_000 }
    )
  })

  test('what was quoted comes back as it was too', ({ assert }) => {
    fc.assert(
      fc.property(secret, fc.constantFrom('"', "'", '{}'), (password, quotes) => {
        const [open = '', close = open] = quotes
        const quoted = open + password.replaceAll(close, close + close) + close
        const text = `Server=h;Password=${quoted};Database=d`
        assert.deepInclude(fieldsOf('sqlserver', text), { host: 'h', password, database: 'd' })
      }),
      { numRuns: 1_000 }
    )
    fc.assert(
      fc.property(secret, (password) => {
        const escaped = password.replace(/[\\']/g, (one) => `\\${one}`)
        fc.pre(!password.includes(';'))
        assert.deepInclude(fieldsOf('postgresql', `host=h password='${escaped}' dbname=d`), {
          password,
          database: 'd',
        })
      }),
      { numRuns: 500 }
    )
  })

  test('no text makes a reader fail in another way than it says', ({ assert }) => {
    const pieces = fc.constantFrom(
      ...['postgres://', 'mongodb+srv://', 'jdbc:oracle:thin:@', 'Server=', 'file:', 'https://'],
      ...[
        '(',
        ')',
        '(A=',
        '"',
        "'",
        '{',
        '}',
        '\\',
        '@',
        ':',
        '/',
        '?',
        '#',
        '[',
        ']',
        ';',
        '=',
        ',',
        '%',
        '&',
        ' ',
      ],
      ...['a', '1', 'user', 'password', '%zz', '\u0000', '💥']
    )
    const texts = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.constantFrom(...engineNames), texts, (type, text) => {
        try {
          read(type, text)
        } catch (error) {
          assert.instanceOf(error, ConnectorError)
        }
      }),
      { numRuns: 5_000 }
    )
  })

  test('the longest texts take no time worth speaking of', ({ assert }) => {
    const fills = [
      'a',
      '(',
      ')',
      '(a=',
      '=',
      ';',
      '"',
      "''",
      '{',
      '}}',
      '@',
      ':',
      '/',
      ',',
      '%',
      ' ',
      'a/',
      'a@',
      'a=b;',
      '[',
      '\\',
    ]
    const starts = [
      '',
      'postgres://',
      'mongodb://',
      'host=',
      'a/',
      'Server=',
      'jdbc:sqlserver://',
      'jdbc:oracle:thin:@',
      '(DESCRIPTION=',
      'https://app.snowflake.com/',
    ]
    const started = performance.now()
    for (const start of starts) {
      for (const fill of fills) {
        const text = start + fill.repeat(URL_LENGTH).slice(0, URL_LENGTH - start.length)
        for (const name of engineNames) {
          try {
            read(name, text)
          } catch {
            // Refusing it is fine too, as long as it is quick.
          }
        }
      }
    }
    const perText = (performance.now() - started) / starts.length / fills.length
    assert.isBelow(perText, 25)
  })

  test('names of an ADO string may have spaces, and anything else is none', ({ assert }) => {
    assert.equal(readAdoString(' User  Id = a ; ')?.take('user id'), 'a')
    for (const text of ['a', 'a;b', '1=2', 'a=1;b']) assert.isNull(readAdoString(text), text)
  })
})

/** A lone half of a surrogate pair cannot be escaped at all, and what is empty is not there. */
function isWellFormed(text: string): boolean {
  return text.isWellFormed()
}
