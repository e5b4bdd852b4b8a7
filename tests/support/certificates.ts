import 'reflect-metadata'
import type { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  type Extension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  cert: string
  key: string
}

/** What one run believes in, and what it must not believe in. All are PEM. */
export interface Certificates {
  ca: string
  /** For `localhost`, 127.0.0.1 and ::1. */
  server: KeyPair
  /** Of the same authority, for `elsewhere.test`. */
  wrongHost: KeyPair
  /** Of the same authority, for `localhost`, valid until yesterday. */
  expired: KeyPair
  /** Of the same authority, for users who sign in with a certificate: `CN=client`. */
  client: KeyPair
  /** An authority that signed none of the others. */
  otherCa: string
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY = 24 * 60 * 60 * 1000
const LOCAL = ['localhost', '127.0.0.1', '::1']

let certificates: Promise<Certificates> | undefined

/** The run's certificates, made on first use. */
export function testCertificates(): Promise<Certificates> {
  certificates ??= makeCertificates()
  return certificates
}

/** An authority that nobody else uses, and a certificate of it for these hosts. */
export async function separateAuthority(hosts: string[]): Promise<{ ca: string; server: KeyPair }> {
  const authority = await makeAuthority('A separate test authority')
  const server = await issue(authority, { name: hosts[0] ?? 'nobody', hosts })
  return { ca: authority.cert.toString('pem'), server }
}

async function makeCertificates(): Promise<Certificates> {
  const authority = await makeAuthority('Varlor test authority')
  const other = await makeAuthority('Another test authority')
  return {
    ca: authority.cert.toString('pem'),
    otherCa: other.cert.toString('pem'),
    server: await issue(authority, { name: 'localhost', hosts: LOCAL }),
    wrongHost: await issue(authority, { name: 'elsewhere.test', hosts: ['elsewhere.test'] }),
    expired: await issue(authority, { name: 'localhost', hosts: LOCAL, until: -DAY }),
    client: await issue(authority, { name: 'client', usage: ExtendedKeyUsage.clientAuth }),
  }
}

/** A self-signed certificate whose subject and issuer are what a test wants, however odd. */
export async function selfSignedPair(commonName: string): Promise<KeyPair> {
  const keys = await makeKeys()
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + DAY),
  })
  return { cert: cert.toString('pem'), key: await exportKey(keys) }
}

/** A self-signed certificate whose first day is not a date at all. Its signature is of another, which few look at. */
export async function misdatedPair(commonName: string): Promise<KeyPair> {
  const { cert, key } = await selfSignedPair(commonName)
  const der = Buffer.from(PemConverter.decodeFirst(cert))
  const from = der.indexOf(UTC_TIME) + UTC_TIME.length
  der.write('99139913', from, 'latin1')
  return { cert: PemConverter.encode(der, 'CERTIFICATE'), key }
}

/** What begins a date in a certificate (X.690): its kind, and 13 characters such as `260131235959Z`. */
const UTC_TIME = Buffer.from([0x17, 13])

interface Authority {
  cert: X509Certificate
  keys: webcrypto.CryptoKeyPair
}

async function makeAuthority(name: string): Promise<Authority> {
  const keys = await makeKeys()
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 30 * DAY),
    notAfter: new Date(Date.now() + 30 * DAY),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  })
  return { cert, keys }
}

interface Subject {
  name: string
  hosts?: string[]
  /** Milliseconds from now. */
  until?: number
  usage?: ExtendedKeyUsage
}

async function issue(authority: Authority, subject: Subject): Promise<KeyPair> {
  const keys = await makeKeys()
  const { name, hosts = [], until = 30 * DAY, usage = ExtendedKeyUsage.serverAuth } = subject
  const extensions: Extension[] = [new ExtendedKeyUsageExtension([usage])]
  if (hosts.length > 0) extensions.push(new SubjectAlternativeNameExtension(hosts.map(asName)))
  const cert = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: authority.cert.subject,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 20 * DAY),
    notAfter: new Date(Date.now() + until),
    extensions,
  })
  return { cert: cert.toString('pem'), key: await exportKey(keys) }
}

async function exportKey({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')
}

function asName(host: string) {
  return { type: /^[\d.:]+$/.test(host) ? ('ip' as const) : ('dns' as const), value: host }
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]) as Promise<webcrypto.CryptoKeyPair>
}
