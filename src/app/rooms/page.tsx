import { NewVersionNotice } from '@/client/components/new-version-notice'
import { RoomsScreen } from '@/client/components/rooms-screen'
import { AppProviders } from '@/client/hooks/app-providers'

/** `/`, `/rooms` and every `/rooms/<id>`: one static page (see next.config.mjs), which reads its address in the browser. */
export default function RoomsPage() {
  return (
    <AppProviders>
      <NewVersionNotice />
      <div className="min-h-0 flex-1">
        <RoomsScreen />
      </div>
    </AppProviders>
  )
}
