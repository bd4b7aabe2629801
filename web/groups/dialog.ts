/** What the dialogs about the members of a group are given. */
export interface MembersDialog {
  group: { id: string; name: string }
  /** The addresses of those who were chosen in the list. */
  emails: string[]
  onClose: () => void
  /** It is done: what was chosen is chosen no more. */
  onDone: () => void
}
