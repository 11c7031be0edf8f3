/** Whether the system tells of what arrives, and of what. */
import { Bell } from 'lucide-react'
import { useNotificationSwitch, useNotifications, useStandardLevel } from '@/client/hooks/use-notifications'
import { Choice } from './choice'
import { SettingsSection } from './settings-section'

const onOff = { on: 'On', off: 'Off' }
const levels = { everything: 'Everything', mentions: 'Mentions' }

const refusals = {
  denied:
    'This browser does not let Parley notify you. Allow notifications for this address in the browser’s settings, then switch them on here.',
  unsupported:
    'This browser cannot notify you here. It takes a secure (https) address; on an iPhone, add Parley to the home screen.',
  default: 'The browser asks you first. Without an answer, notifications stay off.',
  granted: undefined,
}

export function NotificationSettings() {
  const { isOn, standard } = useNotifications()
  const setStandard = useStandardLevel()
  const { permission, turn } = useNotificationSwitch()
  const isWorking = isOn && permission === 'granted'
  return (
    <SettingsSection icon={Bell} title="Notifications">
      {permission !== undefined && (
        <Choice
          label="Notify me in this browser"
          value={isWorking ? 'on' : 'off'}
          options={onOff}
          onChange={(value) => void turn(value === 'on')}
        />
      )}
      <p role="status" className="text-muted empty:hidden">
        {permission && refusals[permission]}
      </p>
      <Choice label="Of" value={standard} options={levels} onChange={setStandard} />
      <p className="text-muted">Each room can have its own choice, among all about the room.</p>
    </SettingsSection>
  )
}
