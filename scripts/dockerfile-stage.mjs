/** Carries out the stages of a Dockerfile in folders: what would be `/app` in an image is `<stage>/app` here. */
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { DockerfileError, expand, readArgument, readCommand, readEnvironment } from './dockerfile-parse.mjs'

/**
 * @typedef {object} BuiltStage what is left of a stage
 * @property {string} root the folder that stands for `/`
 * @property {string} image the base it was written for, which is not here
 * @property {string} workdir absolute, inside the stage
 * @property {Record<string, string>} environment
 * @property {string} user
 * @property {string[]} command
 * @property {string[]} healthCheck
 * @property {string} stopSignal
 */
/**
 * @typedef {object} Surroundings
 * @property {string} context the folder that is built
 * @property {readonly string[]} contextFiles what `.dockerignore` leaves of it
 * @property {Record<string, string>} buildArguments
 * @property {(command: string, options: { cwd: string, environment: Record<string, string> }) => Promise<void>} run
 *   carries out a RUN, and throws when it fails
 * @property {(line: string) => void} say
 */

/**
 * @param {import('./dockerfile-parse.mjs').DockerStage} stage
 * @param {string} root an empty folder
 * @param {ReadonlyMap<string, BuiltStage>} earlier the stages built so far, by name
 * @param {Surroundings} surroundings
 * @returns {Promise<BuiltStage>}
 * @throws DockerfileError naming the line
 */
export async function buildStage(stage, root, earlier, surroundings) {
  /** @type {BuiltStage} */
  const built = {
    root,
    image: stage.image,
    workdir: '/',
    environment: {},
    user: 'root',
    command: [],
    healthCheck: [],
    stopSignal: 'SIGTERM',
  }
  /** @type {Record<string, string>} */
  const buildArguments = {}
  for (const instruction of stage.instructions) {
    const { keyword, line, text } = instruction
    const variables = { ...buildArguments, ...built.environment }
    const value = () => expand(text, variables, line)
    surroundings.say(`${stage.name}: ${keyword} ${text}`)
    if (keyword === 'ARG')
      Object.assign(buildArguments, readArgument(instruction, surroundings.buildArguments))
    if (keyword === 'ENV') Object.assign(built.environment, readEnvironment(instruction, variables))
    if (keyword === 'WORKDIR') {
      built.workdir = posix.resolve(built.workdir, value())
      mkdirSync(join(root, built.workdir), { recursive: true })
    }
    if (keyword === 'COPY') copy({ ...instruction, text: value() }, built, earlier, surroundings)
    if (keyword === 'RUN')
      await surroundings.run(text, { cwd: join(root, built.workdir), environment: variables })
    if (keyword === 'USER') built.user = value()
    if (keyword === 'STOPSIGNAL') built.stopSignal = value()
    if (keyword === 'CMD') built.command = readCommand(instruction)
    if (keyword === 'HEALTHCHECK') {
      if (!text.startsWith('CMD ')) throw new DockerfileError(`line ${line}: HEALTHCHECK needs CMD.`)
      built.healthCheck = readCommand(instruction, text.slice('CMD '.length))
    }
  }
  return built
}

/**
 * @param {import('./dockerfile-parse.mjs').Instruction} instruction
 * @param {BuiltStage} into
 * @param {ReadonlyMap<string, BuiltStage>} earlier
 * @param {Surroundings} surroundings
 */
function copy({ line, text, flags }, into, earlier, { context, contextFiles }) {
  const paths = text.split(/\s+/)
  const destination = paths.pop() ?? ''
  const from = flags.from === undefined ? undefined : earlier.get(flags.from)
  if (flags.from !== undefined && !from)
    throw new DockerfileError(`line ${line}: there is no stage ${flags.from} before this one.`)
  const target = join(into.root, posix.resolve(into.workdir, destination))
  const intoFolder = destination.endsWith('/') || paths.length > 1 || existsSync(target)
  for (const path of paths) {
    const source = from ? join(from.root, posix.resolve('/', path)) : join(context, path)
    /** @param {string} file where one file or folder of the source goes: a folder's content, a file itself */
    const place = (file) =>
      statSync(source).isDirectory()
        ? join(target, file.slice(source.length))
        : intoFolder
          ? join(target, basename(source))
          : target
    const found = from ? [source].filter((file) => existsSync(file)) : below(path, context, contextFiles)
    if (found.length === 0) throw new DockerfileError(`line ${line}: there is no ${path} to copy.`)
    for (const file of found) {
      mkdirSync(dirname(place(file)), { recursive: true })
      cpSync(file, place(file), { recursive: true, verbatimSymlinks: true })
    }
  }
}

/**
 * @param {string} path
 * @param {string} context
 * @param {readonly string[]} files
 */
function below(path, context, files) {
  const wanted = posix.normalize(path).replace(/\/$/, '')
  return files
    .filter((file) => wanted === '.' || file === wanted || file.startsWith(`${wanted}/`))
    .map((file) => join(context, file))
}
