import { NothingHere } from '@/client/components/nothing-here'

export default function NotFoundPage() {
  return <NothingHere />
}
