import { test } from '@japa/runner'
import { isoDateTime } from '#connectors/postgresql/iso_date_time'

test.group('PostgreSQL dates in ISO 8601', () => {
  test('{text} is {iso}')
    .with([
      { text: '2024-02-29', iso: '2024-02-29' },
      { text: '0001-01-01', iso: '0001-01-01' },
      { text: '0001-12-31 BC', iso: '0000-12-31' },
      { text: '0002-12-31 BC', iso: '-000001-12-31' },
      { text: '4713-01-01 00:00:00 BC', iso: '-004712-01-01T00:00:00' },
      { text: '9999-12-31 23:59:59.999999', iso: '9999-12-31T23:59:59.999999' },
      { text: '10000-01-01', iso: '+010000-01-01' },
      { text: '294276-12-31 23:59:59+00', iso: '+294276-12-31T23:59:59Z' },
      { text: '5874897-12-31', iso: '+5874897-12-31' },
      { text: '2024-02-29 12:00:00.5+00', iso: '2024-02-29T12:00:00.5Z' },
      { text: '0044-03-15 12:00:00+00 BC', iso: '-000043-03-15T12:00:00Z' },
      { text: 'infinity', iso: 'infinity' },
      { text: '-infinity', iso: '-infinity' },
      { text: '2024-02-29 12:00:00+05:30', iso: '2024-02-29 12:00:00+05:30' },
    ])
    .run(({ assert }, { text, iso }) => assert.equal(isoDateTime(text), iso))
})
