import type { Probe } from '~/api/types'
import { Fingerprint } from '~/components/connect/fingerprint'
import { type Strings, useStrings } from '~/strings/strings_context'
import classes from './probe_timeline.module.css'

/** What a stage was shown, for those who want to look. */
export function ProbeDetail({ probe }: { probe: Probe }) {
  const t = useStrings().connect.test
  const facts = factsOf(probe, t)
  if (!facts) return null
  return (
    <details className={classes.detail}>
      <summary>{facts.title}</summary>
      <dl>
        {facts.lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{label === t.certificate.fingerprint ? <Fingerprint value={value} /> : value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function factsOf({ certificate, hostKey }: Probe, t: Strings['connect']['test']) {
  if (certificate) {
    const { subject, issuer, validTo, fingerprint } = certificate
    const lines = [
      [t.certificate.subject, subject || t.certificate.none],
      [t.certificate.issuer, issuer || t.certificate.none],
      [t.certificate.validUntil, dayOf(validTo)],
      [t.certificate.fingerprint, fingerprint],
    ] as const
    return { title: t.certificate.title, lines }
  }
  if (hostKey) {
    const lines = [
      [t.hostKey.type, hostKey.type],
      [t.certificate.fingerprint, hostKey.fingerprint],
    ] as const
    return { title: t.hostKey.title, lines }
  }
  return null
}

/** The same for everybody, wherever they are. */
function dayOf(moment: string) {
  return moment.slice(0, 10)
}
