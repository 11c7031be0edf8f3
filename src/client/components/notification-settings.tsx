/** Whether the system tells of what arrives, and of what. */

import { Bell } from 'lucide-react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useNotificationSwitch, useNotifications, useStandardLevel } from '@/client/hooks/use-notifications'
import { Choice } from './choice'
import { SettingsSection } from './settings-section'

export function NotificationSettings() {
  const { settings, shared } = useMoreText()
  const { isOn, standard } = useNotifications()
  const setStandard = useStandardLevel()
  const { permission, turn } = useNotificationSwitch()
  const isWorking = isOn && permission === 'granted'
  return (
    <SettingsSection icon={Bell} title={settings.notifications}>
      {permission !== undefined && (
        <Choice
          label={settings.notifyHere}
          value={isWorking ? 'on' : 'off'}
          options={{ on: shared.on, off: shared.off }}
          onChange={(value) => void turn(value === 'on')}
        />
      )}
      <p role="status" className="text-muted empty:hidden">
        {permission && permission !== 'granted' && settings.notificationsRefused[permission]}
      </p>
      <Choice label={settings.notifyOf} value={standard} options={settings.levels} onChange={setStandard} />
      <p className="text-muted">{settings.perRoom}</p>
    </SettingsSection>
  )
}
