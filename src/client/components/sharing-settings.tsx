/** Whether others see that the user is here and typing, and the user them. */
import { Eye } from 'lucide-react'
import { useSharing } from '@/client/hooks/use-company'
import { Choice } from './choice'
import { SettingsSection } from './settings-section'

const options = { on: 'On', off: 'Off' }

export function SharingSettings() {
  const [shown, set] = useSharing()
  return (
    <SettingsSection icon={Eye} title="Presence">
      <Choice
        label="Show when I am here and typing"
        value={shown ? 'on' : 'off'}
        options={options}
        onChange={(value) => set(value === 'on')}
      />
      <p className="mt-1.5 text-sm text-pretty text-muted">
        {shown ? 'You also see when others are.' : 'You do not see it of others either.'}
      </p>
    </SettingsSection>
  )
}
