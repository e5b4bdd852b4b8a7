import { test } from '@japa/runner'
import fc from 'fast-check'
import { ConnectorError } from '#connectors/connector_error'
import { URL_LENGTH, type UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { formatsFor } from '#connectors/connection_urls/formats'
import { unwrapped } from '#connectors/connection_urls/wrapper'
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

/** The engine that reads a text, of all. */
function whose(text: string, chosen?: EngineName): EngineName | undefined {
  for (const { type, format } of formatsFor(text, chosen)) if (format.read(text)) return type
  return undefined
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
  ['postgresql', 'postgres://h/d?user=ada@x', { host: 'h', database: 'd', username: 'ada@x' }],
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
  [
    'sqlserver',
    'sqlserver://u:1;x@h.example.com/d',
    { host: 'h.example.com', database: 'd', username: 'u', password: '1;x' },
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
  ['snowflake', 'xy12345.eu-central-1.snowflakecomputing.com', { account: 'xy12345.eu-central-1' }],
  ['snowflake', 'myorg-account1.snowflakecomputing.com/', { account: 'myorg-account1' }],
  ['postgresql', 'postgis://db.example.com/sales', { host: 'db.example.com', database: 'sales' }],
  ['mysql', 'mysql+pymysql://h/d', { host: 'h', database: 'd' }],
  ['sqlserver', 'mssql+pyodbc://h/d', { host: 'h', database: 'd' }],
  ['oracle', 'oracle+oracledb://h/s', { host: 'h', serviceName: 's', tls: { mode: 'disable' } }],
  [
    'postgresql',
    'Server=x.postgres.database.azure.com;Database=postgres;Port=5432;User Id=adm;Password=p;Ssl Mode=Require;',
    {
      host: 'x.postgres.database.azure.com',
      port: 5432,
      database: 'postgres',
      username: 'adm',
      password: 'p',
      tls: { mode: 'require' },
    },
  ],
  [
    'mysql',
    'Server=x.mysql.database.azure.com;UserID=adm;Password=p;Database=d;SslMode=MySqlSslMode.Required;',
    {
      host: 'x.mysql.database.azure.com',
      database: 'd',
      username: 'adm',
      password: 'p',
      tls: { mode: 'require' },
    },
  ],
  [
    'postgresql',
    'jdbc:postgresql://h/d?user=ada@x.example.com',
    {
      host: 'h',
      database: 'd',
      username: 'ada@x.example.com',
    },
  ],
  [
    'mysql',
    'jdbc:mysql://h:1/d?password=p@ss/w#x?y&user=ada@h.example.com',
    {
      host: 'h',
      port: 1,
      database: 'd',
      username: 'ada@h.example.com',
      password: 'p@ss/w#x?y',
    },
  ],
  [
    'postgresql',
    'postgres://u:p@h/d?options=a@b',
    { host: 'h', database: 'd', username: 'u', password: 'p' },
  ],
  [
    'mongodb',
    'mongodb://u:p@h.example.com:10255/?ssl=true&appName=@u@',
    {
      host: 'h.example.com',
      port: 10255,
      username: 'u',
      password: 'p',
      tls: { mode: 'verify-full' },
    },
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
  ['postgresql', 'postgres://u:canary@h:99999/d'],
  ['postgresql', 'postgres://u:canary@h/a@b'],
  ['postgresql', 'postgres://u:can@ary?w=canary@h.example.com/d'],
  ['mysql', 'Server=h;Port=1;Pwd="canary'],
  ['sqlserver', "Server=h;Password='canary"],
  ['oracle', 'jdbc:oracle:thin:@canary_high?TNS_ADMIN=/opt/wallet'],
  ['oracle', 'jdbc:oracle:thin:scott/tiger@canary_high'],
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
        assert.equal(whose(example), type, example)
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

  const SCHEMES: [EngineName, string][] = [
    ['postgresql', 'postgres'],
    ['mysql', 'mysql'],
    ['mongodb', 'mongodb'],
    ['oracle', 'oracle'],
    ['sqlserver', 'mssql'],
    ['snowflake', 'snowflake'],
  ]

  for (const password of [
    'p@ss/word',
    'p@ss#word',
    'p@ss?word',
    'p@ss/w#rd?x',
    'p@ss/w@rd',
    '1/2@3',
  ]) {
    test(`the host is not looked for within the password ${password}`, ({ assert }) => {
      for (const [type, scheme] of SCHEMES) {
        const fields = fieldsOf(type, `${scheme}://u:${password}@h.example.com/db`)
        const host = type === 'snowflake' ? fields?.account : fields?.host
        assert.deepEqual(
          [host, fields?.username, fields?.password],
          ['h.example.com', 'u', password]
        )
      }
    })
  }

  test('passwords that nobody escaped are read whole, or the string is refused', ({ assert }) => {
    const signs = fc.constantFrom(...'@/?#:=&,[];ab1.', 'w=x', 'user=', 'options=')
    const password = fc.array(signs, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''))
    const tails = fc.constantFrom('/db', ':1234/db', '/db?application_name=x', '/db?options=a@b')
    let count = 0
    const outcome = (type: EngineName, url: string) => {
      try {
        return fieldsOf(type, url)
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        return 'refused'
      }
    }
    fc.assert(
      fc.property(fc.constantFrom(...SCHEMES), password, tails, ([type, scheme], secret, tail) => {
        fc.pre(!/^\W?your/.test(secret))
        const fields = outcome(type, `${scheme}://u:${secret}@h.example.com${tail}`)
        if (fields === 'refused') return
        count += 1
        const host = type === 'snowflake' ? fields?.account : fields?.host
        assert.deepEqual([host, fields?.username, fields?.password], ['h.example.com', 'u', secret])
      }),
      { numRuns: 10_000 }
    )
    assert.isAbove(count, 5_000)
  })

  test('a spelling that several share is the chosen engine’s, or the one’s that it shows', ({
    assert,
  }) => {
    const plain = 'Server=h;Database=d;User Id=u;Password=p'

    assert.equal(whose(plain), 'sqlserver')
    assert.equal(whose(plain, 'postgresql'), 'postgresql')
    assert.equal(whose(plain, 'mysql'), 'mysql')
    assert.equal(whose(`${plain};Port=5432`), 'postgresql')
    assert.equal(whose(`${plain};Port=5432`, 'mysql'), 'mysql')
    assert.equal(whose(`${plain};Port=3306`), 'mysql')
    assert.equal(whose('Server=x.postgres.database.azure.com;Ssl Mode=Require;'), 'postgresql')
    assert.equal(whose('Server=db.abcd.supabase.co;SslMode=Require'), 'postgresql')
    assert.equal(whose('Server=tcp:h,1433;Database=d', 'postgresql'), 'sqlserver')
    assert.equal(whose('Server=h;Database=d;Encrypt=True', 'mysql'), 'sqlserver')
  })

  const bare = 'postgresql://u:p@h.example.com/d'
  for (const [text, inner, ignored] of [
    [`psql '${bare}'`, bare],
    [`$ psql "${bare}"`, bare],
    [`psql ${bare}`, bare],
    ['psql "host=h dbname=d sslmode=require"', 'host=h dbname=d sslmode=require'],
    [
      'mongosh "mongodb+srv://c.example.net/" --apiVersion 1 --username canary',
      'mongodb+srv://c.example.net/',
      ['apiVersion', 'username'],
    ],
    [`DATABASE_URL=${bare}`, bare],
    [`DATABASE_URL: "${bare}"`, bare],
    [`export X="${bare}";`, bare],
    ['DATABASE_URL="file:dev.db"', 'file:dev.db'],
    ['jdbc:mysql://h/d?user=u', 'jdbc:mysql://h/d?user=u'],
    ['Server="h";UserID = "u";Password="p"', 'Server="h";UserID = "u";Password="p"'],
    ['"a"="b"', '"a"="b"'],
    ["CONNECTION='Server=h;Password=a=b'", 'Server=h;Password=a=b'],
    ['spring.datasource.url=jdbc:mysql://h/d?user=u', 'jdbc:mysql://h/d?user=u'],
    [`"${bare}"`, bare],
    [`'${bare}',`, bare],
    [`${bare};`, bare],
    [`${bare},`, bare],
    ['Server=h,1;Password=a,', 'Server=h,1;Password=a,'],
    ['Server=tcp:h,1433;Password="a"', 'Server=tcp:h,1433;Password="a"'],
    ["host=h password='it'", "host=h password='it'"],
    [`postgres://u:x=y://z@h/d`, `postgres://u:x=y://z@h/d`],
    ['"scott"/"tiger"@h:1521/s', '"scott"/"tiger"@h:1521/s'],
  ] as [string, string, string[]?][]) {
    test(`${text} is unwrapped`, ({ assert }) => {
      assert.deepEqual(unwrapped(text), { text: inner, ignored: ignored ?? [] })
    })
  }

  test('a placeholder is not taken as the password, and that is said', ({ assert }) => {
    const placeholders = [
      '[YOUR-PASSWORD]',
      '<db_password>',
      '<password>',
      '{your_password}',
      '${PASSWORD}',
    ]
    for (const placeholder of placeholders) {
      const told = read('postgresql', `postgres://u:${placeholder}@h.example.com/d`)
      assert.deepEqual(told?.credentials, {}, placeholder)
      assert.match(told?.remarks?.join() ?? '', /placeholder/)
      assert.equal(told?.config.host, 'h.example.com')
    }
    const braced = read('sqlserver', 'Server=tcp:h,1433;User ID=u;Password={your_password};')
    assert.deepEqual(braced?.credentials, {})
    const jdbc = read('sqlserver', 'jdbc:sqlserver://h:1;user=u;password={your_password_here}')
    assert.deepEqual(jdbc?.credentials, {})
    for (const password of ['password', '[pa]ss', '<>', '{}', 'your']) {
      const told = read('postgresql', `postgres://u:${password}@h/d`)
      assert.deepEqual(told?.credentials, { password }, password)
    }
  })

  test('the sentence about a port that is none is about the port', ({ assert }) => {
    for (const port of ['99999', '0', '123456789']) {
      assert.throws(() => read('postgresql', `postgres://u:p@h:${port}/d`), /port.*1 and 65535/)
    }
  })

  for (const [type, text, ignored] of [
    ['postgresql', 'postgres://h/d?sslmode=bogus', ['sslmode']],
    ['postgresql', 'postgres://h/d?ssl=bogus&sslmode=require', ['ssl']],
    ['mysql', 'Server=h;Port=1;SslMode=Bogus', ['SslMode']],
    ['mysql', 'mysql://h/d?useSSL=bogus', ['useSSL']],
    ['mongodb', 'mongodb://h/d?tls=bogus&tlsInsecure=maybe', ['tls', 'tlsInsecure']],
    ['oracle', 'jdbc:oracle:thin:@tcps://h:1/s?ssl_server_dn_match=x', ['ssl_server_dn_match']],
    [
      'sqlserver',
      'Server=h;Encrypt=bogus;TrustServerCertificate=x',
      ['Encrypt', 'TrustServerCertificate'],
    ],
  ] as [EngineName, string, string[]][]) {
    test(`${text}: what is not understood is named`, ({ assert }) => {
      assert.deepEqual(read(type, text)?.ignored, ignored)
    })
  }

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
    fc.assert(
      fc.property(fc.constantFrom(...SCHEMES), secret, secret, ([type, scheme], user, password) => {
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
          read(type, unwrapped(text).text)
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
      '&a=@',
      '?',
      'a b',
      ' -a',
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
      'psql "',
      'export X="',
      'postgres://u:p@h/d?a=',
    ]
    const started = performance.now()
    for (const start of starts) {
      for (const fill of fills) {
        const text = start + fill.repeat(URL_LENGTH).slice(0, URL_LENGTH - start.length)
        for (const name of engineNames) {
          try {
            read(name, unwrapped(text).text)
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
