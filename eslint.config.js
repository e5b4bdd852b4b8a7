import { globSync } from 'node:fs'
import { configApp } from '@adonisjs/eslint-config'

/** Folders with an engine in them; the name of the folder is the engine's. */
const ENGINES = globSync('app/connectors/*/engine.ts', { cwd: import.meta.dirname })
  .map((path) => path.split('/').at(-2))
  .join('|')
/** Anchored: a folder may be called like a driver. */
const DRIVERS = [
  'pg',
  'mysql2',
  'mysql2/*',
  'mongodb',
  'oracledb',
  'mssql',
  'tedious',
  'tedious/*',
  'snowflake-sdk',
  'better-sqlite3',
  'ssh2',
  '@duckdb/*',
].map((name) => `/${name}`)

/** What a connector must not know. */
const BEYOND_CONNECTORS = [
  ...['#audit/*', '#config/*', '#controllers/*', '#exceptions/*', '#middleware/*', '#models/*'],
  ...['#policies/*', '#services/*', '#start/*', '#transformers/*', '#validators/*', '#vault/*'],
  '@adonisjs/*',
]

/** Files that are loaded with the server, and what would bring a driver in with them. */
const LAZY = ['app/connectors/*/engine.ts', 'app/connectors/*.ts', 'app/connectors/ssh/*.ts']
const EAGER = ['**/connector', '#connectors/*/connector', '#connectors/*/*_connector', ...DRIVERS]

/** What brings DuckDB with it. */
const DUCKDB = [
  '#datasets/import_process',
  '#datasets/dataset_reader_process',
  '#datasets/duckdb/*',
]

/** What is known of engines without connecting to anything. */
const ENGINE_FACTS = ['!#connectors/registry', '!#connectors/field_patterns']

/** Loaded with the first tunnel. */
const SSH = ['app/connectors/ssh/{session,key}.ts']

/** One law of the architecture: these files may not import those modules, types aside. */
function forbidImports(files, ignores, modules, message) {
  // A pattern that begins with # would be a comment.
  const group = modules.map((name) => name.replace(/^(!?)#/, '$1\\#'))
  return {
    files,
    ignores,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group, message, allowTypeImports: true }] },
      ],
    },
  }
}

/** One law of the architecture: these files may not contain what the selectors match. */
function forbidSyntax(files, ignores, restrictions) {
  return {
    files,
    ignores,
    rules: { 'no-restricted-syntax': ['error', ...restrictions] },
  }
}

const ENGINE_NAME = {
  selector: `Literal[value=/^(${ENGINES})$/]`,
  message:
    'Law 2: engine names appear only in their own folder, in engines.ts, in tests and in docs.',
}

const UNSCOPED_LOOKUP = {
  selector:
    "MemberExpression[object.name='DatabaseConnection'][property.name=/^(query|find|findBy|findOrFail|findByOrFail|findMany|findManyBy|first|firstOrFail|all)$/]",
  message:
    "Law 6: connections are read through the tenant's scope, in app/services/connection_store.ts.",
}

const SPREAD_OPTIONS = [
  'SpreadElement[argument.name=/^(config|credentials|target|tls)$/]',
  'SpreadElement[argument.property.name=/^(config|credentials|target|tls)$/]',
].map((selector) => ({
  selector,
  message: 'Law 5: what a user sent is never spread into the options of a driver: name each key.',
}))

/** Attributes that somebody reads or hears. */
const SAID =
  'aria-(label|description|roledescription|placeholder|valuetext)|label|title|placeholder|description|alt|error|nothingFoundMessage|emptyMessage'

/** A letter of any script: signs and numbers need no translation. */
const LETTER = '\\p{L}'

const OUTSIDE_CATALOGUE = [
  `JSXText[value=/${LETTER}/u]`,
  `JSXElement > JSXExpressionContainer > Literal[value=/${LETTER}/u]`,
  `JSXElement > JSXExpressionContainer > ConditionalExpression > Literal[value=/${LETTER}/u]`,
  `JSXElement > JSXExpressionContainer > LogicalExpression > Literal[value=/${LETTER}/u]`,
  `JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/${LETTER}/u]`,
  `JSXAttribute[name.name=/^(${SAID})$/] > Literal[value=/${LETTER}/u]`,
  `JSXAttribute[name.name=/^(${SAID})$/] > JSXExpressionContainer > :matches(Literal[value=/${LETTER}/u], TemplateLiteral > TemplateElement[value.raw=/${LETTER}/u])`,
  `JSXAttribute[name.name=/^(${SAID})$/] > JSXExpressionContainer > ConditionalExpression > Literal[value=/${LETTER}/u]`,
].map((selector) => ({
  selector,
  message: 'What pages say is in the catalogue, inertia/strings: read it with `useStrings`.',
}))

/** It would bring all of Inertia's forms onto every page. */
const INERTIA_FORM = {
  selector:
    "ImportDeclaration[source.value='@inertiajs/react'] > ImportSpecifier[imported.name=/^(useForm|Form)$/]",
  message: 'Use `useForm` of ~/hooks/use_form.',
}

export default configApp(
  {
    ignores: [
      'build/**',
      'tmp/**',
      'public/**',
      '.adonisjs/**',
      'database/schema.ts',
      'node_modules/**',
    ],
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['app/**/*.ts', 'start/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'db',
          property: 'transaction',
          message: 'It hides a COMMIT that fails: use `transaction` of #database/transaction.',
        },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: { '@unicorn/no-await-expression-member': 'off' },
  },

  forbidImports(
    ['app/controllers/**/*.ts', 'app/middleware/**/*.ts', 'app/transformers/**/*.ts'],
    [],
    ['#connectors/*', ...ENGINE_FACTS, ...DRIVERS],
    'Law 1: controllers never import connectors or drivers.'
  ),
  forbidImports(
    ['app/connectors/**/*.ts'],
    LAZY,
    BEYOND_CONNECTORS,
    'Law 1: connectors know no HTTP, no model and no vault.'
  ),
  forbidImports(
    ['app/vault/**/*.ts'],
    [],
    [
      '#connectors/*',
      '#controllers/*',
      '#middleware/*',
      '#services/*',
      '@adonisjs/core/http',
      ...DRIVERS,
    ],
    'Law 1: the vault knows no HTTP and no connector.'
  ),
  forbidImports(
    ['app/**/*.ts', 'start/**/*.ts', 'config/**/*.ts'],
    [
      'app/connectors/**',
      'app/controllers/**',
      'app/middleware/**',
      'app/transformers/**',
      'app/vault/**',
      'app/datasets/**',
    ],
    [...DRIVERS, ...DUCKDB],
    'Law 4: only connectors import drivers, and connectors are loaded lazily.'
  ),
  forbidImports(
    ['app/datasets/*.ts'],
    ['app/datasets/{import,dataset_reader}_process.ts'],
    [...BEYOND_CONNECTORS, ...DRIVERS, ...DUCKDB],
    'Law 4: DuckDB is loaded by processes of their own alone, and these know no HTTP, model or vault.'
  ),
  forbidImports(
    ['app/datasets/{import,dataset_reader}_process.ts', 'app/datasets/duckdb/*.ts'],
    [],
    [...BEYOND_CONNECTORS, ...DRIVERS.filter((name) => !name.includes('duckdb'))],
    'Law 1: processes of datasets know no HTTP, no model and no vault.'
  ),
  forbidImports(
    LAZY,
    SSH,
    [...BEYOND_CONNECTORS, ...EAGER],
    'Laws 1 and 4: no HTTP, model or vault here, and drivers only behind `load`.'
  ),
  forbidImports(
    SSH,
    [],
    BEYOND_CONNECTORS,
    'Law 1: connectors know no HTTP, no model and no vault.'
  ),

  forbidSyntax(
    ['app/**/*.ts', 'start/**/*.ts', 'config/**/*.ts'],
    ['app/connectors/**', 'config/database.ts'],
    [ENGINE_NAME, UNSCOPED_LOOKUP]
  ),
  forbidSyntax(['inertia/**/*.{ts,tsx}'], [], [ENGINE_NAME, UNSCOPED_LOOKUP, INERTIA_FORM]),
  forbidSyntax(
    ['inertia/**/*.tsx'],
    [],
    [ENGINE_NAME, UNSCOPED_LOOKUP, INERTIA_FORM, ...OUTSIDE_CATALOGUE]
  ),
  forbidSyntax(['app/services/connection_store.ts'], [], [ENGINE_NAME]),
  forbidSyntax(
    ['app/connectors/*.ts', 'app/connectors/{ssh,connection_urls}/*.ts'],
    ['app/connectors/engines.ts'],
    [ENGINE_NAME, ...SPREAD_OPTIONS]
  ),
  forbidSyntax(
    ['app/connectors/*/**/*.ts'],
    ['app/connectors/{ssh,connection_urls}/*.ts'],
    SPREAD_OPTIONS
  )
)
