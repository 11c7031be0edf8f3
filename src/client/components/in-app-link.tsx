'use client'

/** A real link (new tab, copy, middle click) whose plain click changes the address without loading a page. */
import type { ComponentProps, MouseEvent } from 'react'
import { goTo } from '@/client/hooks/use-current-room'

interface InAppLinkProps extends ComponentProps<'a'> {
  href: string
}

export function InAppLink({ href, ...rest }: InAppLinkProps) {
  function onClick(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    goTo(href)
  }
  return <a href={href} onClick={onClick} {...rest} />
}
