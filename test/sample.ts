import type { Fixture } from './fixture.ts'

export type Names = Fixture['ids'] & { workspaceId: string; slug: string }

/** One valid call of an endpoint, naming what the fixture has. */
export type Sample = (names: Names) => { params?: Record<string, string>; query?: string; body?: unknown }

export const nothing: Sample = () => ({})
export const member: Sample = ({ member: userId }) => ({ params: { userId } })

/** The same call with a body. */
export function with_(sample: Sample, body: (names: Names) => unknown): Sample {
  return (names) => ({ ...sample(names), body: body(names) })
}
