/** How a column's values are kept: whole numbers, text, money, moments in time, bytes in hex. */
export type Kind = 'integer' | 'text' | 'money' | 'moment' | 'bytes'

export interface ShopTable {
  name: string
  columns: Record<string, Kind>
  key: string[]
  /** Column to the table whose first column it refers to. */
  references?: Record<string, string>
  /** In the order of the key; money, moments and bytes as text. */
  rows: (number | string | null)[][]
}

/**
 * The shape of the well-known sample databases: a shop that sells music, with trees, joins by two keys, names of many
 * languages, prices to the cent and pictures.
 */
export const MUSIC_SHOP: ShopTable[] = [
  {
    name: 'artist',
    columns: { artist_id: 'integer', name: 'text' },
    key: ['artist_id'],
    rows: [
      [1, 'Antônio Carlos Jobim'],
      [2, 'Sigur Rós'],
      [3, '椎名林檎'],
      [4, 'Кино'],
    ],
  },
  {
    name: 'album',
    columns: { album_id: 'integer', title: 'text', artist_id: 'integer', cover: 'bytes' },
    key: ['album_id'],
    references: { artist_id: 'artist' },
    rows: [
      [1, 'Wave', 1, '89504e470d0a1a0a'],
      [2, 'Ágætis byrjun', 2, null],
      [3, '無罪モラトリアム', 3, '00ff00ff'],
      [4, 'Группа крови', 4, ''],
    ],
  },
  {
    name: 'genre',
    columns: { genre_id: 'integer', name: 'text' },
    key: ['genre_id'],
    rows: [
      [1, 'Bossa nova'],
      [2, 'Post-rock'],
    ],
  },
  {
    name: 'track',
    columns: {
      track_id: 'integer',
      name: 'text',
      album_id: 'integer',
      genre_id: 'integer',
      composer: 'text',
      milliseconds: 'integer',
      unit_price: 'money',
    },
    key: ['track_id'],
    references: { album_id: 'album', genre_id: 'genre' },
    rows: [
      [1, 'Wave', 1, 1, 'A. C. Jobim', 174_000, '0.99'],
      [2, "Svefn-g-englar (it's long)", 2, 2, null, 603_000, '1.99'],
      [3, '歌舞伎町の女王', 3, null, '椎名林檎', 175_000, '0.99'],
      [4, 'Группа крови', 4, null, 'Виктор Цой', 286_000, '0.49'],
    ],
  },
  {
    name: 'playlist',
    columns: { playlist_id: 'integer', name: 'text' },
    key: ['playlist_id'],
    rows: [
      [1, 'Late evening'],
      [2, '90’s'],
    ],
  },
  {
    name: 'playlist_track',
    columns: { playlist_id: 'integer', track_id: 'integer' },
    key: ['playlist_id', 'track_id'],
    references: { playlist_id: 'playlist', track_id: 'track' },
    rows: [
      [1, 1],
      [1, 2],
      [2, 3],
    ],
  },
  {
    name: 'employee',
    columns: { employee_id: 'integer', name: 'text', reports_to: 'integer', hired_at: 'moment' },
    key: ['employee_id'],
    references: { reports_to: 'employee' },
    rows: [
      [1, 'Andrew Adams', null, '2002-08-14 00:00:00'],
      [2, 'Nancy Edwards', 1, '2002-05-01 09:30:00'],
    ],
  },
  {
    name: 'customer',
    columns: { customer_id: 'integer', name: 'text', email: 'text', support_rep_id: 'integer' },
    key: ['customer_id'],
    references: { support_rep_id: 'employee' },
    rows: [
      [1, 'Luís Gonçalves', 'luisg@example.com', 2],
      [2, 'Leonie Köhler', 'leonie@example.com', null],
    ],
  },
  {
    name: 'invoice',
    columns: {
      invoice_id: 'integer',
      customer_id: 'integer',
      invoiced_at: 'moment',
      total: 'money',
    },
    key: ['invoice_id'],
    references: { customer_id: 'customer' },
    rows: [
      [1, 2, '2009-01-01 23:59:59', '1.98'],
      [2, 1, '2024-02-29 12:00:00', '12345678.90'],
    ],
  },
  {
    name: 'invoice_line',
    columns: {
      invoice_line_id: 'integer',
      invoice_id: 'integer',
      track_id: 'integer',
      unit_price: 'money',
      quantity: 'integer',
    },
    key: ['invoice_line_id'],
    references: { invoice_id: 'invoice', track_id: 'track' },
    rows: [
      [1, 1, 1, '0.99', 2],
      [2, 2, 4, '0.49', 1],
    ],
  },
]
