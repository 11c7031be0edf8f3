'use client'

/** Newer messages are known to be missing here. They are asked for as soon as somebody sees that. */
import { useEffect, useRef } from 'react'
import { useText } from '@/client/hooks/use-text'

export function GapRow({ onSight }: { onSight: (() => void) | undefined }) {
  const { message } = useText()
  const row = useRef<HTMLLIElement>(null)

  useEffect(() => {
    if (row.current === null || onSight === undefined) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) onSight()
    })
    observer.observe(row.current)
    return () => observer.disconnect()
  }, [onSight])

  return (
    <li ref={row} className="mt-4 px-3 text-center text-sm text-muted">
      {message.gap}
    </li>
  )
}
