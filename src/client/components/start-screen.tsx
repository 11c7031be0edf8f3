'use client'

/** The address without a path: the way to the rooms. */
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { AppGate } from './app-gate'

export function StartScreen() {
  return (
    <AppGate>
      <GoToRooms />
    </AppGate>
  )
}

function GoToRooms() {
  const router = useRouter()
  useEffect(() => router.replace('/rooms'), [router])
  return null
}
