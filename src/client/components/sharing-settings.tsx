/** Whether others see that the user is here and typing, and the user them. */

import { Eye } from 'lucide-react'
import { useSharing } from '@/client/hooks/use-company'
import { useMoreText } from '@/client/hooks/use-more-text'
import { Choice } from './choice'
import { SettingsSection } from './settings-section'

export function SharingSettings() {
  const { settings, shared } = useMoreText()
  const [shown, set] = useSharing()
  return (
    <SettingsSection icon={Eye} title={settings.presence}>
      <Choice
        label={settings.showPresence}
        value={shown ? 'on' : 'off'}
        options={{ on: shared.on, off: shared.off }}
        onChange={(value) => set(value === 'on')}
      />
      <p className="mt-1.5 text-sm text-pretty text-muted">
        {shown ? settings.presenceShown : settings.presenceHidden}
      </p>
    </SettingsSection>
  )
}
