import { previews as endpoints } from '../../contract/previews.ts'
import { type Feature, feature } from '../http/handlers.ts'
import { type Previewable, previewableOf, previewChanges } from './previews.ts'

/** Previews of calls that other features serve. `features` are all of them, asked for when the first preview comes. */
export function previewsOf(features: () => Feature[]) {
  let known: Map<string, Previewable> | undefined
  return feature('previews', endpoints, {
    make: (caller, { body }) => {
      known ??= previewableOf(caller.app, features())
      return previewChanges(caller, known, body.changes)
    },
  })
}
