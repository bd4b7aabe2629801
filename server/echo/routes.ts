import { echo as endpoints } from '../../contract/echo.ts'
import { feature } from '../http/handlers.ts'
import { answerEcho } from './echo.ts'

export const echo = feature('echo', endpoints, {
  get: (_caller, { query }, wire) => answerEcho(query, wire),
})
