/** Which password the seeded people have. */

/** Everybody can read it here, so it is for installations on this machine. */
const wellKnown = 'owls-travel-at-night'

/**
 * @param hostname where the installation is
 * @param chosen by whoever seeds it
 * @throws Error where one has to be chosen and none was
 */
export function passwordFor(hostname: string, chosen: string | undefined): string {
  if (chosen !== undefined) return chosen
  if (/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return wellKnown
  throw new Error(`${hostname} is another machine: choose a password for the people there (--password).`)
}
