/** Reads the subset of Dockerfiles that ours needs, and refuses everything else: what is skipped is not shown. */

/**
 * @typedef {object} Instruction
 * @property {number} line where it begins, from 1
 * @property {string} keyword
 * @property {Record<string, string>} flags
 * @property {string} text what follows keyword and flags; without variables replaced
 */
/**
 * @typedef {object} DockerStage
 * @property {string} image
 * @property {string} name
 * @property {Instruction[]} instructions
 */

/** Keywords with the flags that we understand. */
/** @type {Record<string, readonly string[]>} */
const known = {
  FROM: [],
  ARG: [],
  WORKDIR: [],
  ENV: [],
  COPY: ['from', 'chown'],
  RUN: [],
  USER: [],
  EXPOSE: [],
  STOPSIGNAL: [],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'retries'],
  CMD: [],
}

/** A Dockerfile that cannot be carried out here. The message says where and why. */
export class DockerfileError extends Error {}

/**
 * @param {string} text
 * @param {Record<string, string>} [buildArguments]
 * @returns {DockerStage[]}
 * @throws DockerfileError naming the line
 */
export function parseDockerfile(text, buildArguments = {}) {
  /** @type {DockerStage[]} */
  const stages = []
  /** @type {Record<string, string>} */
  const globals = {}
  for (const instruction of instructions(text)) {
    const { keyword, line, text: rest } = instruction
    const stage = stages.at(-1)
    if (keyword === 'FROM') {
      const [, image = '', name = ''] = /^(\S+)\s+AS\s+(\S+)$/i.exec(expand(rest, globals, line)) ?? []
      if (!name) throw new DockerfileError(`line ${line}: FROM must be of the form "FROM image AS name".`)
      if (stages.some((earlier) => [image, name].includes(earlier.name)))
        throw new DockerfileError(`line ${line}: a stage on top of another stage is not supported.`)
      stages.push({ image, name, instructions: [] })
    } else if (stage) stage.instructions.push(instruction)
    else if (keyword === 'ARG') Object.assign(globals, readArgument(instruction, buildArguments))
    else throw new DockerfileError(`line ${line}: ${keyword} before FROM.`)
  }
  if (stages.length === 0) throw new DockerfileError('There is no FROM.')
  return stages
}

/**
 * `ARG NAME=default`; a value given to the build comes first.
 * @param {Instruction} instruction
 * @param {Record<string, string>} given
 * @returns {Record<string, string>}
 */
export function readArgument({ text, line }, given) {
  const [, name = '', standard] = /^([A-Z_][A-Z0-9_]*)(?:=(.*))?$/i.exec(text) ?? []
  if (!name) throw new DockerfileError(`line ${line}: ARG must be of the form "ARG NAME=value".`)
  const value = given[name] ?? standard
  return value === undefined ? {} : { [name]: unquote(value) }
}

/**
 * `ENV NAME=value NAME="another value"`.
 * @param {Instruction} instruction
 * @param {Record<string, string>} variables
 */
export function readEnvironment({ text, line }, variables) {
  /** @type {Record<string, string>} */
  const environment = {}
  const rest = text.replace(/([A-Z_][A-Z0-9_]*)=("[^"]*"|[^\s"]*)(\s+|$)/gi, (_all, name, value) => {
    environment[name] = expand(unquote(value), variables, line)
    return ''
  })
  if (rest) throw new DockerfileError(`line ${line}: ENV must be of the form "ENV NAME=value".`)
  return environment
}

/**
 * The form `["program", "argument"]`. The other one starts a shell, which would not pass signals on.
 * @param {Instruction} instruction
 * @param {string} [text]
 * @returns {string[]}
 */
export function readCommand({ keyword, line, text }, command = text) {
  try {
    const words = JSON.parse(command)
    if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string'))
      return words
  } catch {
    // The same words for both.
  }
  throw new DockerfileError(`line ${line}: ${keyword} must be of the form ["program", "argument"].`)
}

/**
 * Replaces `$NAME` and `${NAME}`.
 * @param {string} text
 * @param {Record<string, string>} variables
 * @param {number} line
 */
export function expand(text, variables, line) {
  return text.replace(/\$(?:\{([^}]*)\}|(\w+))/g, (_all, inBraces, bare) => {
    const value = variables[inBraces ?? bare]
    if (value === undefined)
      throw new DockerfileError(`line ${line}: the variable ${inBraces ?? bare} is not set.`)
    return value
  })
}

/** @param {string} value */
const unquote = (value) => value.replace(/^"(.*)"$/, '$1')

/**
 * @param {string} text
 * @returns {Instruction[]}
 */
function instructions(text) {
  /** @type {{ line: number, text: string }[]} */
  const logical = []
  let open = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    // Comments and empty lines do not end a continued line.
    if (/^\s*(#|$)/.test(raw)) continue
    const part = raw.replace(/\\\s*$/, '').trim()
    const last = logical.at(-1)
    if (open && last) last.text += ` ${part}`
    else logical.push({ line: index + 1, text: part })
    open = /\\\s*$/.test(raw)
  }
  return logical.map(readInstruction)
}

/**
 * @param {{ line: number, text: string }} logical
 * @returns {Instruction}
 */
function readInstruction({ line, text }) {
  const [, keyword = '', after = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? []
  const flagsOf = known[keyword]
  if (!flagsOf) throw new DockerfileError(`line ${line}: ${keyword} is not supported.`)
  if (keyword === 'RUN' && after.includes('<<'))
    throw new DockerfileError(`line ${line}: here-documents are not supported.`)
  /** @type {Record<string, string>} */
  const flags = {}
  let rest = after
  for (;;) {
    const [all, name = '', value = ''] = /^--([\w-]+)(?:=(\S+))?\s*/.exec(rest) ?? []
    if (all === undefined) return { line, keyword, flags, text: rest }
    if (!flagsOf.includes(name))
      throw new DockerfileError(`line ${line}: ${keyword} --${name} is not supported.`)
    flags[name] = value
    rest = rest.slice(all.length)
  }
}
