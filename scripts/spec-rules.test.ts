import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkSpec } from './spec-rules.mjs'

const spec = '# Rules\n\n- **QA-01** it works\n- **QA-02** it lasts\n'
const trees: string[] = []

describe('the check of the rules', () => {
  afterEach(() => {
    for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
  })

  it('passes when every rule is in the title of a test, however that is written', () => {
    const files = {
      'src/deep/down/a.test.ts': "it('QA-01 works', () => {})",
      'e2e/b.e2e.ts': 'test.each([[")", "it("]])(`QA-02 lasts`, () => {})',
    }
    expect(check(spec, files)).toEqual({ rules: 2, problems: [] })
  })

  it('counts the title of a contract suite', () => {
    const files = { 'src/a-contract.ts': "describeClock('QA-01 QA-02 keeps time', clock)" }
    expect(check(spec, files).problems).toEqual([])
  })

  it.each([
    ['a rule without a test', spec, "it('QA-01 works', f)", 'QA-02: no test'],
    [
      'a rule that is only mentioned',
      spec,
      "// it('QA-02 x')\nit('QA-01 works', f, 'QA-02')",
      'QA-02: no test',
    ],
    [
      'a rule whose test is skipped',
      spec,
      "it('QA-01 works', f)\nit.skip('QA-02 lasts', f)",
      'QA-02: no test',
    ],
    [
      'a test of an unknown rule',
      spec,
      "it('QA-01 QA-02 ZZ-09 works', f)",
      'ZZ-09: in a title of src/a.test.ts',
    ],
    [
      'two rules of one name',
      `${spec}- **QA-01** again\n`,
      "it('QA-01 QA-02', f)",
      'QA-01: there are two rules',
    ],
    ['a spec without rules', '# Rules\n', "it('works', f)", 'the check saw no rule'],
  ])('fails on %s', (_, rules, test, problem) => {
    expect(check(rules, { 'src/a.test.ts': test }).problems.join()).toContain(problem)
  })

  it('fails without a spec', () => {
    expect(check(undefined, {}).problems).not.toEqual([])
  })
})

function check(rules: string | undefined, files: Record<string, string>) {
  const tree = mkdtempSync(join(tmpdir(), 'check-spec-'))
  trees.push(tree)
  const all = rules === undefined ? files : { ...files, 'docs/spec.md': rules }
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    writeFileSync(join(tree, file), text)
  }
  return checkSpec(tree)
}
