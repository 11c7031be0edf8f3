import type { ColumnType } from "kysely";
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export type AuditEntry = {
    id: Generated<number>;
    at: Generated<Timestamp>;
    actor_id: string | null;
    action: string;
    workspace_id: string | null;
    room_id: string | null;
    subject_id: string | null;
    address: string | null;
    details: Generated<unknown>;
};
export type Command = {
    id: string;
    author_id: string;
    room_id: string;
    message_id: string;
    fingerprint: Buffer;
    position: number;
};
export type Invitation = {
    id: string;
    workspace_id: string;
    room_id: string | null;
    token_hash: Buffer;
    /**
     * @kyselyType('admin' | 'member' | 'guest')
     */
    role: 'admin' | 'member' | 'guest';
    created_by: string;
    created_at: Generated<Timestamp>;
    expires_at: Timestamp;
    max_uses: number;
    uses: Generated<number>;
    revoked_at: Timestamp | null;
};
export type InvitationUse = {
    invitation_id: string;
    user_id: string;
    used_at: Generated<Timestamp>;
};
export type Log = {
    singleton: Generated<boolean>;
    id: Generated<string>;
    system_identifier: number | null;
    timeline: number | null;
};
export type Message = {
    id: string;
    room_id: string;
    seq: number;
    changed_seq: number;
    sender_id: string;
    content: string;
    version: Generated<number>;
    reply_to: string | null;
    sent_at: Timestamp;
    created_at: Generated<Timestamp>;
    edited_at: Timestamp | null;
    removed_at: Timestamp | null;
    /**
     * What happened in the room, told by a message that nobody wrote.
     */
    event: unknown | null;
    /**
     * The message whose thread this is in, beside the conversation.
     */
    thread: string | null;
};
export type Profile = {
    id: string;
    name: string;
    created_at: Generated<Timestamp>;
    /**
     * When the account was deleted.
     */
    forgotten_at: Timestamp | null;
};
export type Reaction = {
    message_id: string;
    room_id: string;
    emoji: string;
    user_id: string;
    position: number;
};
export type Room = {
    id: string;
    workspace_id: string;
    name: string;
    /**
     * @kyselyType('public' | 'private' | 'direct')
     */
    kind: 'public' | 'private' | 'direct';
    head: Generated<number>;
    epoch: Generated<number>;
    members: Generated<number>;
    created_by: string;
    created_at: Generated<Timestamp>;
    topic: Generated<string>;
    archived_at: Timestamp | null;
    /**
     * The two people of a direct room, the lesser id first.
     */
    direct_low: string | null;
    direct_high: string | null;
};
export type RoomMember = {
    room_id: string;
    user_id: string;
    /**
     * @kyselyType('owner' | 'admin' | 'member')
     */
    role: Generated<'owner' | 'admin' | 'member'>;
    joined_at: Generated<Timestamp>;
    ended_at: Timestamp | null;
    last_received: Generated<number>;
    last_read: Generated<number>;
    banned_at: Timestamp | null;
};
export type ThreadFollower = {
    root_id: string;
    user_id: string;
    room_id: string;
    follows: Generated<boolean>;
    last_read: Generated<number>;
    /**
     * The latest answer by somebody else.
     */
    newest: Generated<number>;
};
export type Workspace = {
    id: Generated<string>;
    name: string;
    created_at: Generated<Timestamp>;
};
export type WorkspaceDeparture = {
    workspace_id: string;
    user_id: string;
    departed_at: Generated<Timestamp>;
    ended_by: string;
};
export type WorkspaceMember = {
    workspace_id: string;
    user_id: string;
    /**
     * @kyselyType('owner' | 'admin' | 'member' | 'guest')
     */
    role: Generated<'owner' | 'admin' | 'member' | 'guest'>;
    joined_at: Generated<Timestamp>;
};
export type DB = {
    "chat.audit": AuditEntry;
    "chat.commands": Command;
    "chat.invitation_uses": InvitationUse;
    "chat.invitations": Invitation;
    "chat.log": Log;
    "chat.messages": Message;
    "chat.profiles": Profile;
    "chat.reactions": Reaction;
    "chat.room_members": RoomMember;
    "chat.rooms": Room;
    "chat.thread_followers": ThreadFollower;
    "chat.workspace_departures": WorkspaceDeparture;
    "chat.workspace_members": WorkspaceMember;
    "chat.workspaces": Workspace;
};
