import type { Engine } from '#connectors/engine'
import { urls } from '#connectors/sqlite/urls'

const SAMPLE_FILE = 'sample_shop.sqlite'

export const sqlite: Engine = {
  name: 'sqlite',
  label: 'SQLite',
  capabilities: {
    supportsExactCount: true,
    supportsImport: true,
    readsSnapshots: true,
    usesFile: true,
  },
  probes: ['database', 'catalog'],
  config: [
    {
      kind: 'file',
      name: 'file',
      label: 'File',
      group: 'basics',
      required: true,
      placeholder: 'sales.sqlite',
      help: "A file in your team's folder, where whoever runs this server has placed it.",
    },
  ],
  credentials: [],
  urls,
  describeTarget: ({ file }) => String(file),
  async errors() {
    const { errorTable } = await import('#connectors/sqlite/error_table')
    return errorTable
  },
  async load() {
    const { SqliteConnector } = await import('#connectors/sqlite/connector')
    return SqliteConnector
  },
  sample: {
    name: 'Sample shop',
    file: SAMPLE_FILE,
    config: { file: SAMPLE_FILE },
    async create(path) {
      const { createSampleDatabase } = await import('#connectors/sqlite/sample_database')
      await createSampleDatabase(path)
    },
  },
}
