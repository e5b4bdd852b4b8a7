import type { Document } from 'mongodb'

/** Null where the server does not tell, as those that only speak MongoDB's protocol may not. */
export interface Rights {
  readOnly: boolean | null
  superuser: boolean | null
}

/** Actions that change what is stored, or who may (manual, "Privilege Actions"). */
const WRITING =
  /^(anyAction|internal|insert|update|remove|create|drop|rename|convert|collMod|grant|revoke|change(OwnPassword|OwnCustomData|Password|CustomData)|applyOps|bypass|compact|restore|useUUID|setUser|moveChunk|split|enableSharding|refineCollection|reshard|shutdown|fsync|repl|emptycapped|authSchema)/i

/** Roles that may do anything. */
const ALL_POWERFUL = new Set(['root', '__system'])

/** What `connectionStatus` with `showPrivileges` says of the user. */
export function rightsIn({ authInfo }: Document): Rights {
  const users = listIn(authInfo, 'authenticatedUsers')
  const roles = listIn(authInfo, 'authenticatedUserRoles')
  const privileges = listIn(authInfo, 'authenticatedUserPrivileges')
  // Nobody signed in and yet we are let in: access control is off, and everybody may do anything.
  if (users.length === 0) return { readOnly: false, superuser: true }
  if (!Array.isArray(authInfo?.authenticatedUserPrivileges))
    return { readOnly: null, superuser: null }
  const granted = privileges.map(({ resource, actions }) => ({
    isOnAll: resource?.anyResource === true,
    actions: Array.isArray(actions) ? actions.map(String) : [],
  }))
  return {
    readOnly: !granted.some(({ actions }) => actions.some((action) => WRITING.test(action))),
    superuser:
      roles.some(({ role, db }) => ALL_POWERFUL.has(role) && db === 'admin') ||
      granted.some(({ isOnAll, actions }) => isOnAll && actions.includes('anyAction')),
  }
}

function listIn(document: Document | undefined, name: string): Document[] {
  const list: unknown = document?.[name]
  return Array.isArray(list) ? (list as Document[]) : []
}
