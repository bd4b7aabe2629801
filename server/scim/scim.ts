/** The front door of SCIM: what identity providers read and write. */

export { createGroup, deleteGroup, patchGroup, replaceGroup } from './groups/groups.ts'
export { getGroup, listGroups } from './groups/reading.ts'
export { getUser, listUsers } from './users/reading.ts'
export { createUser, deleteUser, patchUser, replaceUser } from './users/users.ts'
