import { ConnectorError } from '#connectors/connector_error'

/** What one answer may hold. */
export interface Shape {
  columns: number
  rows: number
}

/** What is looked at of the driver's tokens; all of it was chosen by the server. */
export interface Token {
  handlerName: string
  /** Of COLMETADATA. */
  columns?: readonly unknown[]
  /** Of ENVCHANGE. */
  newValue?: unknown
  /** Of LOGINACK. */
  progName?: string
  tdsVersion?: string
}

/** Errors of one answer: the driver keeps all of them, and copies the list for each. */
const MAX_ERRORS = 20
/** Tokens of one answer beside its rows. A long answer of `print`s has a few hundred. */
const MAX_TOKENS = 10_000

/** Bounds of the packet size ([MS-TDS] 2.2.6.4); outside of them the driver writes for ever, or not at all. */
const PACKET_SIZE = { min: 512, max: 32_767 }

const PRODUCT = /^Microsoft SQL Server/
/** What SQL Server 2012 and later speak. */
const TDS_VERSION = '7_4'

/**
 * Looks at each token of one answer before the driver acts on it.
 */
export class TokenChecks {
  #errors = 0
  #others = 0
  #rows = 0

  /** @param shape null while there is no answer with rows to wait for */
  constructor(private readonly shape: Shape | null) {}

  /** @throws ConnectorError `wrong_protocol`, `auth_method` or `version_unsupported` */
  check(token: Token) {
    switch (token.handlerName) {
      case 'onRow':
        return refuseIf(++this.#rows > (this.shape?.rows ?? 0))
      case 'onErrorMessage':
        return refuseIf(++this.#errors > MAX_ERRORS)
      case 'onColMetadata':
        refuseIf(token.columns?.length !== this.shape?.columns)
        break
      case 'onPacketSizeChange':
        refuseIf(!isPacketSize(token.newValue))
        break
      case 'onLoginAck':
        checkLogin(token)
        break
      case 'onSSPI':
      case 'onFedAuthInfo':
        throw new ConnectorError('auth_method')
    }
    refuseIf(++this.#others > MAX_TOKENS)
  }
}

function checkLogin({ progName = '', tdsVersion }: Token) {
  refuseIf(!PRODUCT.test(progName))
  if (tdsVersion !== TDS_VERSION) throw new ConnectorError('version_unsupported')
}

function isPacketSize(size: unknown): boolean {
  return Number(size) >= PACKET_SIZE.min && Number(size) <= PACKET_SIZE.max
}

function refuseIf(isAbsurd: boolean) {
  if (isAbsurd) throw new ConnectorError('wrong_protocol')
}
