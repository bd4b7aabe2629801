/** Why an address was not fetched, in words for whoever gave it. They name no address inside the operator's network. */
export class OutwardRefusal extends Error {
  /** Whether it may go well another time: there is no answer, or not in time. */
  isAway: boolean

  constructor(message: string, { isAway = false }: { isAway?: boolean } = {}) {
    super(message)
    this.isAway = isAway
  }
}
