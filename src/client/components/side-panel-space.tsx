/** The place of a side panel while its code, or what it shows, comes: what is beside it moves once, when it is asked for. */
export function SidePanelSpace() {
  return <div className="flex-1 broad:w-(--panel-width) broad:flex-none broad:shrink-0" />
}
