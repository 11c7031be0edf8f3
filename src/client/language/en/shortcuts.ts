/** The sheet of shortcuts. */

export const shortcuts = {
  everywhere: 'Everywhere',
  whileWriting: 'While writing',
  shift: 'Shift',
  control: 'Ctrl',
  escape: 'Esc',
  keys: {
    'previous-room': 'Previous room',
    'next-room': 'Next room',
    'previous-unread': 'Previous room with something unread',
    'next-unread': 'Next room with something unread',
    sheet: 'These shortcuts',
    send: 'Send',
    break: 'New line',
    'edit-latest': 'Edit your latest message, while nothing is written',
    bold: 'Bold',
    italic: 'Italic',
    code: 'Code',
  },
  closeOpen: 'Close what is open',
  leaveEdit: 'Leave an edit or an answer',
}
