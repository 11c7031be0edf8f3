/** What stands in place of a pane, or of the whole page, that failed to draw. */

import { TriangleAlert } from 'lucide-react'
import { useErrorPageText } from '@/client/hooks/use-error-page-text'
import { Button } from './button'
import { PaneMessage } from './pane-message'

interface SomethingBrokeProps {
  onRetry: () => void
}

export function SomethingBroke({ onRetry }: SomethingBrokeProps) {
  const text = useErrorPageText()
  return (
    <div role="alert" className="h-full">
      {text && (
        <PaneMessage
          icon={TriangleAlert}
          title={text.broken}
          action={
            <>
              <Button kind="primary" onClick={onRetry}>
                {text.tryAgain}
              </Button>
              <Button kind="outline" onClick={() => window.location.reload()}>
                {text.reload}
              </Button>
            </>
          }
        >
          {text.brokenWhy}
        </PaneMessage>
      )}
    </div>
  )
}
