import { useNow } from '~/hooks/use_now'
import { useStrings } from '~/strings/strings_context'

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** How long ago something was, kept current; the exact time shows on hover. */
export function RelativeTime({ at }: { at: string }) {
  const { locale, justNow } = useStrings().common
  const now = useNow()
  return (
    <time
      dateTime={at}
      title={now.isLive ? formatsOf(locale).exact.format(new Date(at)) : undefined}
    >
      {relative(Date.parse(at) - now.time, locale) ?? justNow}
    </time>
  )
}

/** Null for what is less than a minute away. */
function relative(milliseconds: number, locale: string): string | null {
  const { relative: format } = formatsOf(locale)
  const seconds = Math.round(milliseconds / 1000)
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit)
  }
  return null
}

interface Formats {
  exact: Intl.DateTimeFormat
  relative: Intl.RelativeTimeFormat
}

/** Kept, for to make one takes longer than to render a row. */
const formats = new Map<string, Formats>()

function formatsOf(locale: string): Formats {
  const kept = formats.get(locale)
  if (kept) return kept
  const made = {
    exact: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
  }
  formats.set(locale, made)
  return made
}
