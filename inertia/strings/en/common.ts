import { counted, number } from '~/strings/en/numbers'

/** What more than one place says. */
export const common = {
  locale: 'en',
  number,
  counted,
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  delete: 'Delete',
  edit: 'Edit',
  retry: 'Try again',
  refresh: 'Refresh',
  justNow: 'just now',
  roles: { admin: 'Administrator', editor: 'Editor', viewer: 'Viewer' },
  selected: (count: number) => `${counted(count, 'row')} selected`,
  pager: {
    label: 'Pages',
    previous: 'Previous',
    next: 'Next',
    range: (first: number, last: number, total: string) =>
      `${number(first)}–${number(last)} of ${total}`,
  },
}
