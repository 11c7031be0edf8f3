/** Something that keeps a cluster from starting, in words for the person who starts it. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError'
}
