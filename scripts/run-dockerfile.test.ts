import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { differences, startContainer, survey } from './dockerfile-container.mjs'
import { listContext } from './dockerfile-ignore.mjs'
import { DockerfileError, parseDockerfile, readCommand } from './dockerfile-parse.mjs'
import { type BuiltStage, buildStage } from './dockerfile-stage.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockerfile test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(...paths: string[]) {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `content of ${path}`)
  }
}

/** Builds all stages of a Dockerfile whose context is `context/`, and keeps what RUN was given. */
async function build(text: string) {
  const runs: { command: string; cwd: string; environment: Record<string, string> }[] = []
  const built = new Map<string, BuiltStage>()
  for (const stage of parseDockerfile(text)) {
    const root = join(folder, stage.name)
    mkdirSync(root)
    const context = join(folder, 'context')
    const surroundings = {
      context,
      contextFiles: listContext(context, ''),
      buildArguments: {},
      run: async (command: string, options: { cwd: string; environment: Record<string, string> }) =>
        void runs.push({ command, ...options }),
      say: () => {},
    }
    built.set(stage.name, await buildStage(stage, root, built, surroundings))
  }
  return { built, runs, at: (path: string) => readFileSync(join(folder, path), 'utf8') }
}

describe('the parser', () => {
  it.each([
    ['FROM a AS b\nVOLUME /data', 'line 2: VOLUME'],
    ['FROM a AS b\n\nCOPY --link x y', 'line 3: COPY --link'],
    ['FROM a AS b\nrun ls', 'line 2: run'],
    ['FROM a AS b\nRUN <<END', 'line 2: here-documents'],
    ['FROM a', 'line 1: FROM'],
    ['FROM a AS b\nFROM b AS c', 'line 2: a stage on top'],
    ['RUN ls', 'line 1: RUN before FROM'],
    ['FROM $BASE AS b', 'line 1: the variable BASE'],
    ['', 'no FROM'],
  ])('DK-01 refuses what it does not understand, and names the line: %j', (text, message) => {
    expect(() => parseDockerfile(text)).toThrow(DockerfileError)
    expect(() => parseDockerfile(text)).toThrow(message)
  })

  it('DK-01 joins continued lines, leaves comments out and fills in arguments', () => {
    const text = 'ARG BASE=node:1\n# a comment\nFROM $BASE AS one\nRUN a \\\n  # between\n  && b\nUSER node\n'
    const [stage, ...others] = parseDockerfile(text)
    expect(others).toEqual([])
    expect(stage).toEqual({
      image: 'node:1',
      name: 'one',
      instructions: [
        { line: 4, keyword: 'RUN', flags: {}, text: 'a && b' },
        { line: 7, keyword: 'USER', flags: {}, text: 'node' },
      ],
    })
    expect(parseDockerfile(text, { BASE: 'mirror/node' })[0]?.image).toBe('mirror/node')
  })

  it('DK-01 refuses a command that would run in a shell', () => {
    const instruction = { line: 3, keyword: 'CMD', flags: {}, text: 'node server.mjs' }
    expect(() => readCommand(instruction)).toThrow('line 3: CMD must be of the form')
  })
})

describe('a stage', () => {
  it('DK-02 takes files from the context, and from the stage it names only', async () => {
    write('context/src/a.ts', 'context/src/deep/b.ts', 'context/c.json')
    const { at } = await build(
      'FROM x AS zero\nWORKDIR /app\nFROM x AS one\nWORKDIR /app\nCOPY src ./code\nCOPY c.json ./\nCOPY c.json d.json\n' +
        'FROM x AS two\nWORKDIR /srv\nCOPY --from=one /app/code ./code\nCOPY --from=one /app/d.json /app/c.json ./',
    )
    expect(at('two/srv/code/deep/b.ts')).toBe('content of context/src/deep/b.ts')
    expect(at('two/srv/d.json')).toBe('content of context/c.json')
    expect(at('two/srv/c.json')).toBe('content of context/c.json')
    expect(existsSync(join(folder, 'two/app'))).toBe(false)
  })

  it.each([
    ['COPY gone ./', 'line 2: there is no gone'],
    ['COPY --from=later /a ./', 'line 2: there is no stage later'],
    ['ENV A', 'line 2: ENV'],
    ['ENV A=$B', 'line 2: the variable B'],
    ['HEALTHCHECK NONE', 'line 2: HEALTHCHECK'],
  ])('DK-02 %s is refused when it cannot be done', async (line, message) => {
    write('context/x')
    await expect(build(`FROM x AS one\n${line}`)).rejects.toThrow(message)
  })

  it('DK-02 a RUN gets the variables of its own stage and nothing else', async () => {
    write('context/x')
    const { runs, built } = await build(
      'FROM x AS one\nENV SECRET=1\nFROM x AS two\nARG N=3\nENV A=1 B="2 $N"\nWORKDIR /app\nRUN go\n' +
        'USER node\nSTOPSIGNAL SIGINT\nHEALTHCHECK --retries=3 CMD ["ask"]\nCMD ["serve", "it"]',
    )
    expect(runs).toEqual([
      { command: 'go', cwd: join(folder, 'two/app'), environment: { N: '3', A: '1', B: '2 3' } },
    ])
    expect(built.get('two')).toMatchObject({
      environment: { A: '1', B: '2 3' },
      user: 'node',
      stopSignal: 'SIGINT',
      healthCheck: ['ask'],
      command: ['serve', 'it'],
    })
  })
})

it('DK-03 only what .dockerignore leaves reaches the build; the last rule decides', () => {
  write(
    '.env',
    'a.ts',
    'src/a.ts',
    'src/a.test.ts',
    'src/testing/b.ts',
    'tools/c.mjs',
    'tools/c.ts',
    'data/x/y',
  )
  const ignore = '# comment\n*\n!src\n!tools/*.mjs\nsrc/testing\n**/*.test.ts\n!data/x\n'
  expect(listContext(folder, ignore)).toEqual(['data/x/y', 'src/a.ts', 'tools/c.mjs'])
  expect(listContext(folder, '**/a.*\ndata/\n')).toEqual(
    ['.env', 'src/testing/b.ts', 'tools/c.mjs', 'tools/c.ts'].sort(),
  )
})

it('DK-04 whatever was made, changed or deleted is found', () => {
  write('kept', 'changed', 'gone')
  const before = survey(folder)
  rmSync(join(folder, 'gone'))
  write('new/file')
  const after = survey(folder)
  after.set('changed', { bytes: 1, changedAt: 1 })
  expect(differences(before, after).sort()).toEqual(['changed', 'gone', 'new', 'new/file'])
  expect(differences(before, before)).toEqual([])
})

describe('a container', () => {
  const ask = ['node', '-e', "process.exit(fs.existsSync('ready') ? 0 : 1)"]
  const start = (command: string, rest: Partial<BuiltStage> = {}) => {
    mkdirSync(join(folder, 'app'))
    const usual = { image: 'x', workdir: '/app', environment: {}, user: 'node', stopSignal: 'SIGINT' }
    const stage = { ...usual, root: folder, healthCheck: ask, command: ['node', '-e', command], ...rest }
    return startContainer(stage, { PATH: process.env.PATH ?? '' }, {})
  }

  it('DK-04 is healthy when its check succeeds, and is stopped by its own signal', async () => {
    const before = survey(folder)
    const text =
      "process.on('SIGINT', () => process.exit(7)); fs.writeFileSync('ready', ''); setInterval(() => {}, 1e6)"
    const container = start(text)
    await container.untilHealthy()
    expect(await container.stop()).toBe(7)
    expect(await container.stop()).toBe(7)
    expect(differences(before, survey(folder))).toContain('app/ready')
  })

  it.each([
    ["console.error('no database'); process.exit(3)", 'no database'],
    ["console.error('hit'); process.kill(process.pid, 'SIGKILL')", 'hit'],
  ])('DK-04 that ends by itself is not waited for: %s', async (text, said) => {
    const container = start(text)
    await expect(container.untilHealthy()).rejects.toThrow('did not become healthy')
    expect(container.output()).toContain(said)
    expect(await container.stop()).not.toBe(0)
  })

  it('DK-04 that cannot be started has ended', async () => {
    // A path: looking for a name may end in a folder that this user may not enter, which is another error.
    const container = start('', { command: ['./there-is-no-such-program'] })
    expect(await container.stop()).toBe(1)
    expect(container.output()).toContain('ENOENT')
  })

  it.each([
    [{ user: 'root' }, 'runs as root'],
    [{ healthCheck: [] }, 'needs CMD and HEALTHCHECK'],
  ])('DK-05 is refused with %j', (wrong, message) => {
    expect(() => start('', wrong)).toThrow(message)
  })
})

describe('our own files', () => {
  const ours = (name: string) => readFileSync(join(import.meta.dirname, '..', name), 'utf8')
  const stages = parseDockerfile(ours('Dockerfile'))
  const instructionOf = (keyword: string) =>
    stages.at(-1)?.instructions.find((instruction) => instruction.keyword === keyword)

  it('DK-05 the image runs as somebody who is not root, tells its health, and hears the signal to stop', () => {
    expect(instructionOf('USER')?.text).toBe('node')
    expect(instructionOf('HEALTHCHECK')?.text).toContain('/api/health')
    expect(instructionOf('STOPSIGNAL')?.text).toBe('SIGTERM')
    expect(instructionOf('CMD')?.text).toMatch(/^\["node", /)
    // After USER nothing is copied or run, and nothing belongs to that user.
    const keywords = stages.at(-1)?.instructions.map(({ keyword }) => keyword) ?? []
    expect(keywords.slice(keywords.indexOf('USER'))).toEqual([
      'USER',
      'EXPOSE',
      'STOPSIGNAL',
      'HEALTHCHECK',
      'CMD',
    ])
    expect(ours('Dockerfile')).not.toContain('--chown')
  })

  it('DK-06 no image and no composition carries a secret', () => {
    const environment = stages.flatMap(({ instructions }) =>
      instructions.filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG'),
    )
    expect(environment.map(({ text }) => text).join(' ')).not.toMatch(/SECRET|PASSWORD|TOKEN|KEY|_URL/)
    const compose = ours('docker-compose.yml')
    for (const name of ['POSTGRES_PASSWORD', 'PARLEY_SECRET'])
      expect(compose).toMatch(new RegExp(`^ +${name}: \\$\\{${name}:\\?[^}]+\\}$`, 'm'))
    expect(compose).toMatch(/postgres:\/\/parley:\$\{POSTGRES_PASSWORD\}@postgres:5432\/parley$/m)
    const files = listContext(join(import.meta.dirname, '..'), ours('.dockerignore'))
    expect(files.filter((file) => /(^|\/)\.|\.test\.|^src\/testing\//.test(file))).toEqual([])
  })

  it('DK-07 only the proxy can be reached, from this machine unless told otherwise, and it cannot reach Redis', () => {
    const compose = ours('docker-compose.yml')
    const services = Object.fromEntries(
      compose
        .slice(compose.indexOf('\nservices:'), compose.indexOf('\nvolumes:'))
        .split(/\n {2}(?=\w+:\n)/)
        .slice(1)
        .map((text) => [text.slice(0, text.indexOf(':')), text]),
    )
    expect(Object.keys(services)).toEqual(['postgres', 'redis', 'app', 'proxy'])
    const withPorts = Object.keys(services).filter((name) => services[name]?.includes('ports:'))
    expect(withPorts).toEqual(['proxy'])
    expect(services.proxy).toMatch(/ports: \["\$\{PARLEY_ADDRESS:-127\.0\.0\.1:8080\}:8080"\]/)
    expect(services.proxy).toContain('networks: [front]')
    expect(services.redis).toContain('networks: [data]')
    expect(services.app).toContain('read_only: true')
    expect(ours('docker/dev.yml').match(/ports: .*/g)).toEqual([
      expect.stringContaining('127.0.0.1:'),
      expect.stringContaining('127.0.0.1:'),
    ])
  })
})
