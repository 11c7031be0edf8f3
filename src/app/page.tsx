import { StartScreen } from '@/client/components/start-screen'

export default function StartPage() {
  return <StartScreen />
}
