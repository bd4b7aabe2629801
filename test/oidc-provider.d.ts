/** The part of `oidc-provider` that test/oidc.ts uses; the package has no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

  export class Provider {
    constructor(issuer: string, configuration: object)
    callback(): RequestListener
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ uid: string }>
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
  }

  interface Prompt {
    checks: { add(check: object): void }
  }
  export const interactionPolicy: {
    base(): { get(name: string): Prompt | undefined }
    Check: {
      new (reason: string, description: string, check: (asked: never) => boolean): object
      REQUEST_PROMPT: boolean
      NO_NEED_TO_PROMPT: boolean
    }
  }
}
