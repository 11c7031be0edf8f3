/** Words that many places of the interface share. */
export const general = {
  someone: 'Someone',
  you: 'You',
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  copied: 'Copied',
  /** Why something failed that has no code. */
  failed: 'This did not work. Check your connection and try again.',
}
