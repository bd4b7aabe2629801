export { comeBack, finish, takeAnswer } from './answers.ts'
export {
  beginByAddress,
  beginByConnection,
  beginStepUp,
  beginTest,
  goStraight,
  showDestination,
  showMetadata,
} from './beginning.ts'
export { confirmWaiting } from './confirming.ts'
export { deleteOver as forgetOldSsoFlows } from './queries.ts'
export { type Recovered, recover } from './recovering.ts'
export { endExemption, exempt, listExemptions, overview } from './requiring.ts'
export type { Begun } from './ways.ts'
