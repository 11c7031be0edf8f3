/** Parley's sign: a speech bubble. */

interface WordmarkProps {
  size: number
}

export function Wordmark({ size }: WordmarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 7h16a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-8l-5.2 4.1A.5.5 0 0 1 10 25.7V22H8a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3z"
        className="fill-on-accent"
      />
      <path d="M10 12.5h12M10 16.5h8" strokeWidth="2" strokeLinecap="round" className="stroke-accent" />
    </svg>
  )
}
