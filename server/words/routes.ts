import { words as endpoints } from '../../contract/words.ts'
import { feature } from '../http/handlers.ts'
import { getWords } from './words.ts'

export const words = feature('words', endpoints, {
  get: (caller, { query }) => ({ words: getWords(caller, query.language) }),
})
