/** How the tests start Chromium: the one that PARLEY_CHROMIUM names, or Playwright's own. */

/**
 * As root it runs only without its sandbox, and it must not look for updates or talk to anybody.
 *
 * @returns {{ args: string[], executablePath?: string }}
 */
export function chromiumOptions() {
  const executablePath = process.env.PARLEY_CHROMIUM
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
  return executablePath ? { args, executablePath } : { args }
}
