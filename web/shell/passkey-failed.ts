/** The person closed the browser's dialog for a passkey, or it gave up. The catalogue has the sentence. */
export class PasskeyFailed extends Error {}
