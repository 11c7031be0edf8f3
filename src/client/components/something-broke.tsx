/** What stands in place of a pane, or of the whole page, that failed to draw. */
import { TriangleAlert } from 'lucide-react'
import { Button } from './button'
import { PaneMessage } from './pane-message'

interface SomethingBrokeProps {
  onRetry: () => void
}

export function SomethingBroke({ onRetry }: SomethingBrokeProps) {
  return (
    <div role="alert" className="h-full">
      <PaneMessage
        icon={TriangleAlert}
        title="This part could not be shown"
        action={
          <>
            <Button kind="primary" onClick={onRetry}>
              Try again
            </Button>
            <Button kind="outline" onClick={() => window.location.reload()}>
              Reload the page
            </Button>
          </>
        }
      >
        Something went wrong while drawing it. Your messages are safe.
      </PaneMessage>
    </div>
  )
}
