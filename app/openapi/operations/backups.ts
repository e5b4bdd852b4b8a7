import { ref } from '#openapi/json_schema'
import { data, ok, type Operation } from '#openapi/operations/operation'
import { exportBody, importValidator } from '#validators/backup'

export const backupOperations: Record<string, Operation> = {
  'POST /api/v2/connectors/export': {
    tag: 'Connections',
    summary: 'Export connections to a file',
    description: [
      'For administrators. With a passphrase the file holds every credential, sealed: it takes your own password once more, is not for API tokens, and the operator of the server may have turned it off. With `masked` it is readable JSON that only says which credentials there are.',
      'Ten an hour for the whole team. The format is described in docs/backup.md.',
    ].join('\n\n'),
    body: exportBody,
    success: ok(data(ref('Backup'))),
    fails: [403, 429],
  },
  'POST /api/v2/connectors/import': {
    tag: 'Connections',
    idempotent: true,
    summary: 'Import connections from a file',
    description: [
      'For administrators. Everything in the file is imported, or nothing is: every connection is validated as if it was saved by itself, and each problem is named. Owners are found by their email, else it is you. The body may be 16 MB.',
      'Ten an hour for the whole team.',
    ].join('\n\n'),
    body: importValidator.toJSONSchema(),
    success: ok(data(ref('ImportReport'))),
    fails: [403, 409, 429],
  },
}
