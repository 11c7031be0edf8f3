// Shows the page as this browser wants it, before anything is painted. What is wanted is kept by stores/appearance.ts.
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

  show()
  more.addEventListener('change', () => show())
  // By another tab, and by this one.
  addEventListener('storage', () => show())
  addEventListener('parley-appearance', show)
})()
