/** Whether the focus may go into a field unasked: on phones that brings up a keyboard over half of the screen. */
export function hasRealKeyboard(): boolean {
  return window.matchMedia?.('(pointer: fine)').matches === true
}
