/** Who may do what, as the services ask it. The database asks again, by itself, at every read and write. */
export interface Access {
  /** Which of these rooms the user is a member of. Unknown rooms are left out. */
  memberOf(userId: string, roomIds: readonly string[]): Promise<ReadonlySet<string>>
}

export interface TopicRights {
  read: boolean
  write: boolean
}

/** Who may join and broadcast on a topic of the live channel. */
export interface TopicAccess {
  /** Unknown topics, rooms of others and old epochs all answer no. */
  rights(userId: string, topic: string): Promise<TopicRights>
}
