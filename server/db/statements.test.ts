import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statementsOf } from './statements.ts'

const cases: [what: string, text: string, statements: string[]][] = [
  ['nothing', ' \n-- only a comment; really\n', []],
  ['one without an end', 'select 1', ['select 1']],
  ['two', 'select 1;\nselect 2;\n', ['select 1', 'select 2']],
  [
    'a semicolon in a text',
    `insert into t values ('a;b', 'it''s;');`,
    [`insert into t values ('a;b', 'it''s;')`],
  ],
  ['a semicolon in a name', 'select 1 as "a;""b"; select 2', ['select 1 as "a;""b"', 'select 2']],
  [
    'an apostrophe in a comment',
    "-- it's; fine\nselect 1; select 2",
    ["-- it's; fine\nselect 1", 'select 2'],
  ],
  ['a block comment', "/* don't; */ select 1; /* end; */", ["/* don't; */ select 1"]],
  ['a function body', 'do $x$ begin; a; end $x$; select 2', ['do $x$ begin; a; end $x$', 'select 2']],
  ['plain dollar quotes', "do $$ it's; $$; select 2", ["do $$ it's; $$", 'select 2']],
]

for (const [what, text, statements] of cases) {
  test(`a migration is cut into statements: ${what}`, () => {
    assert.deepEqual(statementsOf(text), statements)
  })
}
