import { RoomsScreen } from '@/client/components/rooms-screen'

/** `/`, `/rooms` and every `/rooms/<id>`: one static page (see next.config.mjs), which reads its address in the browser. */
export default function RoomsPage() {
  return <RoomsScreen />
}
