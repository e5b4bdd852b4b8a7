import type { Probe } from '~/api/types'
import { Fingerprint } from '~/components/connect/fingerprint'
import classes from './probe_timeline.module.css'

const FINGERPRINT = 'Fingerprint (SHA-256)'

/** What a stage was shown, for those who want to look. */
export function ProbeDetail({ probe }: { probe: Probe }) {
  const facts = factsOf(probe)
  if (!facts) return null
  return (
    <details className={classes.detail}>
      <summary>{facts.title}</summary>
      <dl>
        {facts.lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{label === FINGERPRINT ? <Fingerprint value={value} /> : value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function factsOf({ certificate, hostKey }: Probe) {
  if (certificate) {
    const { subject, issuer, validTo, fingerprint } = certificate
    const lines = [
      ['Subject', subject || 'none'],
      ['Issuer', issuer || 'none'],
      ['Valid until', dayOf(validTo)],
      [FINGERPRINT, fingerprint],
    ] as const
    return { title: 'Certificate', lines }
  }
  if (hostKey) {
    const lines = [
      ['Type', hostKey.type],
      [FINGERPRINT, hostKey.fingerprint],
    ] as const
    return { title: 'Host key', lines }
  }
  return null
}

/** The same for everybody, wherever they are. */
function dayOf(moment: string) {
  return moment.slice(0, 10)
}
