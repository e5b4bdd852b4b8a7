import type { ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { cut, queryPairs } from '#connectors/connection_urls/authority_url'
import { cannotUse, decoded, understood } from '#connectors/connection_urls/understood'
import { UrlParameters } from '#connectors/connection_urls/url_parameters'

export const urls: readonly ConnectionUrlFormat[] = [
  { example: 'sqlite:///name.db', read: readUrl },
  { example: 'jdbc:sqlite:name.db', read: readUrl },
  { example: 'file:name.db', read: readUrl },
  { example: 'Data Source=name.db', read: readAdo },
]

function readUrl(text: string): UnderstoodUrl | null {
  const scheme = /^(?:jdbc:sqlite|sqlite3?|file):/i.exec(text)?.[0]
  if (!scheme) return null
  const [path = '', query = ''] = cut(text.slice(scheme.length), '?')
  // Of `sqlite:///name.db` three slashes belong to the scheme; one more begins a path.
  const file = decoded(path.replace(/^\/\/\/?/, ''))
  return fileOf(file, new UrlParameters(queryPairs(query)))
}

function readAdo(text: string): UnderstoodUrl | null {
  const parameters = readAdoString(text)
  const file = parameters?.take('data source', 'datasource', 'filename')
  return parameters && file && /\.(db3?|sqlite3?)$/i.test(file) ? fileOf(file, parameters) : null
}

function fileOf(file: string, parameters: UrlParameters): UnderstoodUrl {
  if (/[/\\]/.test(file)) {
    throw cannotUse(
      'This connection string names a folder, and files are found only by their name.',
      "Ask whoever runs this server to place the file in your team's folder, then enter its name."
    )
  }
  if (file === '' || file === ':memory:') {
    throw cannotUse('This connection string names no file.', 'Enter the name of a file.')
  }
  return understood({ file }, {}, parameters)
}
