// Shows the page as this browser wants it, before anything is painted. What is wanted is kept by stores/appearance.ts; from
// then on stores/language.ts says which language the page is in.
;(() => {
  const more = matchMedia('(prefers-contrast: more)')

  function kept() {
    try {
      return JSON.parse(localStorage.getItem('parley-appearance') ?? '{}')
    } catch {
      // Nothing can be read, or it is not ours.
      return {}
    }
  }

  function show(event) {
    const { theme = 'system', contrast, textSize = 'normal' } = event?.detail ?? kept() ?? {}
    const { dataset } = document.documentElement
    dataset.theme = theme
    dataset.textSize = textSize
    dataset.contrast = contrast === 'more' || more.matches ? 'more' : 'normal'
  }

  function language() {
    const known = (code) => ['en', 'de'].includes(code)
    const { language: chosen } = kept() ?? {}
    return known(chosen)
      ? chosen
      : (navigator.languages.map((locale) => locale.toLowerCase().split('-')[0]).find(known) ?? 'en')
  }

  show()
  document.documentElement.lang = language()
  more.addEventListener('change', () => show())
  // By another tab, and by this one.
  addEventListener('storage', () => show())
  addEventListener('parley-appearance', show)
})()
