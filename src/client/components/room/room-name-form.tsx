'use client'

/** A room's name, and in one line what it is about. */
import { useState } from 'react'
import { useSubmit } from '@/client/hooks/use-submit'
import { limits } from '@/contract/limits'
import { roomName, roomTopicLine } from '@/contract/primitives'
import { Form } from '../account/form'
import { TextInput } from '../text-input'

interface RoomNameFormProps {
  name: string
  topic: string
  /** Rejects when it was not taken. */
  onSave: (input: { name?: string; topic?: string }) => Promise<void>
}

export function RoomNameForm({ name, topic, onSave }: RoomNameFormProps) {
  const [newName, setName] = useState(name)
  const [newTopic, setTopic] = useState(topic)
  const { busy, problem, setProblem, run } = useSubmit()

  function save() {
    const wanted = { name: newName.trim(), topic: newTopic.trim() }
    if (!roomName.safeParse(wanted.name).success) {
      setProblem(`A room's name has 1 to ${limits.roomNameCodePoints} characters, on one line.`)
    } else if (!roomTopicLine.safeParse(wanted.topic).success) {
      setProblem(`A topic has at most ${limits.topicCodePoints} characters, on one line.`)
    } else {
      run(() =>
        onSave({
          ...(wanted.name === name ? {} : { name: wanted.name }),
          ...(wanted.topic === topic ? {} : { topic: wanted.topic }),
        }),
      )
    }
  }

  return (
    <Form label="Name and topic" submit="Save" busy={busy} problem={problem} onSubmit={save}>
      <TextInput label="Room name" autoComplete="off" value={newName} onChange={setName} />
      <TextInput
        label="Topic"
        placeholder="What this room is about"
        autoComplete="off"
        value={newTopic}
        onChange={setTopic}
      />
    </Form>
  )
}
