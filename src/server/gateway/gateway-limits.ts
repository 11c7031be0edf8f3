/** The bounds of the gateway, as numbers that a test can lower. */
import { limits } from '@/contract/limits'
import { serverLimits } from '@/contract/server-limits'

type ContractLimit =
  | 'frameBytes'
  | 'topicsPerConnection'
  | 'connections'
  | 'connectionsPerUser'
  | 'connectionBacklogBytes'
  | 'connectionIdleMs'
  | 'framesPerSecond'
  | 'topicLength'
  | 'joinsPerSecond'
  | 'broadcastsPerSecond'
  | 'presenceBytes'
  | 'presencesPerTopic'
  | 'presenceCalls'
  | 'presenceCallsMs'
  | 'presenceGraceMs'
  | 'pingMs'
  | 'stopSpreadMs'
  | 'busBeatMs'
  | 'lateFrameMs'
  | 'lateFramesPerRoom'
  | 'presencesPerMessage'
  | 'headsPage'
  | 'rejoinPage'

/** `closeMs`: how long a client may take to answer a close, before it is cut off. */
export type GatewayLimits = Readonly<Record<ContractLimit | 'closeMs', number>>

export const gatewayLimits: GatewayLimits = { ...limits, ...serverLimits, closeMs: 2_000 }
