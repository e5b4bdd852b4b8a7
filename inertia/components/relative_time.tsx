import { usePage } from '@inertiajs/react'
import { useEffect, useState } from 'react'
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
    <time dateTime={at} title={now.isLive ? new Date(at).toLocaleString(locale) : undefined}>
      {relative(Date.parse(at) - now.time, locale) ?? justNow}
    </time>
  )
}

/** Null for what is less than a minute away. */
function relative(milliseconds: number, locale: string): string | null {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const seconds = Math.round(milliseconds / 1000)
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit)
  }
  return null
}

/** The server's clock for the first paint, so that both sides render the same; then our own. */
function useNow() {
  const { now } = usePage().props as { now?: string }
  const [time, setTime] = useState<number | null>(null)
  useEffect(() => {
    const tick = () => setTime(Date.now())
    tick()
    const timer = setInterval(tick, 30_000)
    return () => clearInterval(timer)
  }, [])
  return { time: time ?? Date.parse(now ?? ''), isLive: time !== null }
}
