import { writeFile } from 'node:fs/promises'
import { errorsPage } from '#connectors/errors_page'

await writeFile(new URL('../docs/errors.md', import.meta.url), await errorsPage())
process.stdout.write('docs/errors.md is written.\n')
