import { type Apis, configureApis } from '@segment/public-api-sdk-typescript'

/** Segment's own client, genuine and unchanged but for where it sends to. */
export function segmentClient(url: string, token: string): Apis {
  const apis = configureApis(token)
  for (const one of Object.values(apis)) one.basePath = `${url}/api`
  return apis
}
