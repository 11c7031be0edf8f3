/** How the interface looks in this browser. */
import { Palette } from 'lucide-react'
import { useAppearance } from '@/client/hooks/use-appearance'
import { Choice } from './choice'
import { SettingsSection } from './settings-section'

const themes = { system: 'As the system', light: 'Light', dark: 'Dark' }
const contrasts = { system: 'As the system', more: 'High' }
const textSizes = { small: 'Small', normal: 'Normal', large: 'Large', largest: 'Largest' }

export function AppearanceSettings() {
  const { theme, contrast, textSize, set } = useAppearance()
  return (
    <SettingsSection icon={Palette} title="Appearance">
      <Choice label="Theme" value={theme} options={themes} onChange={(theme) => set({ theme })} />
      <Choice
        label="Contrast"
        value={contrast}
        options={contrasts}
        onChange={(contrast) => set({ contrast })}
      />
      <Choice
        label="Text size"
        value={textSize}
        options={textSizes}
        onChange={(textSize) => set({ textSize })}
      />
    </SettingsSection>
  )
}
