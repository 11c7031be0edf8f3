/** A machine that always has its network, with a page that somebody sees. */
import type { Connectivity } from '@/client/sync/connectivity'

export const steadyConnectivity: Connectivity = {
  isOffline: () => false,
  isSeen: () => true,
  onChange: () => () => {},
  onWake: () => () => {},
}
