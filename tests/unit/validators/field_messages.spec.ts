import { errors } from '@vinejs/vine'
import { test } from '@japa/runner'
import { engines } from '#connectors/registry'
import { FieldMessages, inSentence } from '#validators/field_messages'
import { grantsValidator } from '#validators/grants'
import { loginValidator } from '#validators/session'

async function wordsOf(work: Promise<unknown>): Promise<string[]> {
  const refusal: unknown = await work.catch((error: unknown) => error)
  if (!(refusal instanceof errors.E_VALIDATION_ERROR)) throw refusal
  return (refusal.messages as { message: string }[]).map(({ message }) => message)
}

test.group('The words of validators', () => {
  test('an item of a list is called by its list', async ({ assert }) => {
    const query = { schema: ['sales', 'a\u0000b'] }
    assert.deepEqual(await wordsOf(grantsValidator.validate(query)), [
      'The schema contains characters that are not allowed here.',
    ])
  })

  test('what is missing is named, and so is what else is wrong', async ({ assert }) => {
    assert.deepEqual(await wordsOf(loginValidator.validate({ email: '' })), [
      'The email must not be empty.',
      'The password is missing.',
    ])
    const tooMany = { role: 'r', schema: Array.from({ length: 51 }, () => 's') }
    const [words] = await wordsOf(grantsValidator.validate(tooMany))
    assert.match(String(words), /^The schema .*50 items/)
    assert.notInclude(String(words), '{{')
  })

  test('a sentence of ours stays as it is', ({ assert }) => {
    const field = { getFieldPath: () => 'config.sid', value: '' }
    const words = new FieldMessages().getMessage('Enter the SID.', 'required', field as never)
    assert.equal(words, 'Enter the SID.')
  })

  test('labels lose their capital in a sentence, abbreviations do not', ({ assert }) => {
    const labels = engines.oracle.config.map(({ label }) => inSentence(label))
    assert.includeMembers(labels, ['service name', 'SID', 'SSH host', 'TLS'])
  })
})
