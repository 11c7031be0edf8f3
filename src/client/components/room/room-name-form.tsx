'use client'

/** A room's name, and in one line what it is about. */
import { useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useText } from '@/client/hooks/use-text'
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
  const { general } = useText()
  const { newRoom, roomDetails } = useMoreText()
  const [newName, setName] = useState(name)
  const [newTopic, setTopic] = useState(topic)
  const { busy, problem, setProblem, run } = useSubmit()

  function save() {
    const wanted = { name: newName.trim(), topic: newTopic.trim() }
    if (!roomName.safeParse(wanted.name).success) {
      setProblem(newRoom.nameLimits(limits.roomNameCodePoints))
    } else if (!roomTopicLine.safeParse(wanted.topic).success) {
      setProblem(roomDetails.topicLimits(limits.topicCodePoints))
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
    <Form
      label={roomDetails.nameAndTopic}
      submit={general.save}
      busy={busy}
      problem={problem}
      onSubmit={save}
    >
      <TextInput label={newRoom.name} autoComplete="off" value={newName} onChange={setName} />
      <TextInput
        label={roomDetails.topic}
        placeholder={roomDetails.topicHint}
        autoComplete="off"
        value={newTopic}
        onChange={setTopic}
      />
    </Form>
  )
}
