import { useEffect, useRef, useState } from 'react'
import type { WholeDataset } from '~/api/types'
import { useStrings } from '~/strings/strings_context'

/** What has become of a dataset and its tables since the last look, in words for a live region. */
export function useAnnouncement(dataset: WholeDataset): string {
  const { said: t } = useStrings().datasets.progress
  const before = useRef(dataset)
  const [said, setSaid] = useState('')
  useEffect(() => {
    const last = before.current
    before.current = dataset
    const news = dataset.tables
      .filter(({ status }, at) => status !== last.tables[at]?.status)
      .map(({ status, name, rows }) => t.table[status](name, rows))
    if (dataset.status !== last.status) news.push(t[dataset.status])
    // Of many at once, the last few are what somebody can listen to.
    if (news.length > 0) setSaid(news.slice(-4).join(' '))
  }, [dataset, t])
  return said
}
