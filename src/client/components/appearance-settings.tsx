/** How the interface looks in this browser, and in which language. */

import { Palette } from 'lucide-react'
import { useAppearance } from '@/client/hooks/use-appearance'
import { useMoreText } from '@/client/hooks/use-more-text'
import type { Language } from '@/client/language/languages'
import { Choice } from './choice'
import { SettingsSection } from './settings-section'

/** Languages by their own names. */
const languageNames = { en: 'English', de: 'Deutsch' } satisfies Record<Language, string>

export function AppearanceSettings() {
  const { settings } = useMoreText()
  const { language, theme, contrast, textSize, set } = useAppearance()
  return (
    <SettingsSection icon={Palette} title={settings.appearance}>
      <Choice
        label={settings.language}
        value={language}
        options={{ system: settings.asBrowser, ...languageNames }}
        onChange={(language) => set({ language })}
      />
      <Choice
        label={settings.theme}
        value={theme}
        options={settings.themes}
        onChange={(theme) => set({ theme })}
      />
      <Choice
        label={settings.contrast}
        value={contrast}
        options={settings.contrasts}
        onChange={(contrast) => set({ contrast })}
      />
      <Choice
        label={settings.textSize}
        value={textSize}
        options={settings.textSizes}
        onChange={(textSize) => set({ textSize })}
      />
    </SettingsSection>
  )
}
