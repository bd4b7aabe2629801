import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInvalid } from '../../../test/scim-invalid.ts'
import { type Filter, parseFilter } from './filter.ts'
import type { ResourceKind } from './schemas.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** A filter as a text with every parenthesis, to compare by. */
function written(filter: Filter): string {
  if ('left' in filter) return `(${written(filter.left)} ${filter.kind} ${written(filter.right)})`
  if (filter.kind === 'not') return `not ${written(filter.of)}`
  const { urn, name, sub } = filter.path
  const path = `${urn === null ? '' : `${urn}:`}${name}${sub === null ? '' : `.${sub}`}`
  if (filter.kind === 'some') return `${path}[${written(filter.where)}]`
  return filter.kind === 'present' ? `${path} pr` : `${path} ${filter.op} ${JSON.stringify(filter.value)}`
}

const understood: [kind: ResourceKind, text: string, means: string][] = [
  // What providers ask.
  ['User', 'userName eq "ada@acme.test"', 'userName eq "ada@acme.test"'],
  ['User', 'externalId eq "00u1"', 'externalId eq "00u1"'],
  ['User', 'id eq "1" and active eq true', '(id eq "1" and active eq true)'],
  ['User', 'emails[type eq "work"].value eq "a@b"', 'emails[(type eq "work" and value eq "a@b")]'],
  ['User', 'emails[type eq "work" and value co "@b"]', 'emails[(type eq "work" and value co "@b")]'],
  ['Group', 'displayName eq "Data"', 'displayName eq "Data"'],
  ['Group', 'members[value eq "u1"]', 'members[value eq "u1"]'],
  ['Group', 'members eq "u1"', 'members.value eq "u1"'],
  ['Group', 'members.value eq "u1"', 'members.value eq "u1"'],
  // Any case, URNs, and the schema's spelling.
  ['User', 'USERNAME EQ "A"', 'userName eq "A"'],
  ['User', 'urn:ietf:params:scim:schemas:core:2.0:User:name.FAMILYNAME Pr', 'name.familyName pr'],
  ['User', 'URN:ietf:params:scim:schemas:core:2.0:user:emails[TYPE pr]', 'emails[type pr]'],
  ['User', `${ENTERPRISE}:manager.value eq "m"`, `${ENTERPRISE}:manager.value eq "m"`],
  ['User', `${ENTERPRISE}:department sw "R"`, `${ENTERPRISE}:department sw "R"`],
  // Precedence: not, and, or; from the left.
  ['User', 'id pr or title pr and nickName pr', '(id pr or (title pr and nickName pr))'],
  ['User', 'id pr and title pr or nickName pr', '((id pr and title pr) or nickName pr)'],
  ['User', '(id pr or title pr) and nickName pr', '((id pr or title pr) and nickName pr)'],
  ['User', 'not (id pr) and title pr', '(not id pr and title pr)'],
  ['User', 'NOT(id pr or not (title pr))', 'not (id pr or not title pr)'],
  ['User', 'id pr or title pr or locale pr', '((id pr or title pr) or locale pr)'],
  [
    'User',
    'emails[not (type eq "home") or primary eq "True"]',
    'emails[(not type eq "home" or primary eq true)]',
  ],
  // Values.
  ['User', 'title eq "a\\"b\\\\c\\u00e9\\n"', 'title eq "a\\"b\\\\cé\\n"'],
  ['User', 'title eq ") and (id pr"', 'title eq ") and (id pr"'],
  ['User', 'active ne "False"', 'active ne false'],
  ['User', 'title eq null', 'title eq null'],
  ['User', 'emails eq null', 'emails eq null'],
  ['User', 'meta.lastModified gt "2026-01-01T00:00:00Z"', 'meta.lastModified gt "2026-01-01T00:00:00Z"'],
  ['User', 'meta.created le "2026-01-01T00:00:00.5+01:00"', 'meta.created le "2026-01-01T00:00:00.5+01:00"'],
  ['User', 'emails co "@b"', 'emails.value co "@b"'],
  ['User', 'name pr', 'name pr'],
  ['User', 'schemas eq "x"', 'schemas eq "x"'],
]

for (const [kind, text, means] of understood)
  test(`SC-6: the filter ${text} of a ${kind} is understood`, () => {
    const filter = parseFilter(text, kind)

    assert.equal(written(filter), means)
  })

const refused: [kind: ResourceKind, text: string][] = [
  ['User', ''],
  ['User', ' '],
  ['User', '0'],
  ['User', 'userName'],
  ['User', 'userName eq'],
  ['User', 'userName eq ada'],
  ['User', 'userName eq "ada'],
  ['User', "userName eq 'ada'"],
  ['User', 'userName is "ada"'],
  ['User', 'userName eq "a" or'],
  ['User', 'userName eq "a" xor id pr'],
  ['User', 'userName eq "a" id pr'],
  ['User', 'and userName pr'],
  ['User', 'not userName pr'],
  ['User', '(userName pr'],
  ['User', 'userName pr)'],
  ['User', '()'],
  ['User', 'userName eq 5'],
  ['User', 'userName gt null'],
  ['User', 'userName eq "\\u0000"'],
  ['User', 'userName eq "\\ud800"'],
  ['User', 'userName eq "\\x"'],
  ['User', 'userName eq "a\nb"'],
  ['User', 'active eq "yes"'],
  ['User', 'active eq 1'],
  ['User', 'active gt true'],
  ['User', 'active co "t"'],
  ['User', 'meta.created gt "yesterday"'],
  ['User', 'meta.created co "2026-01-01T00:00:00Z"'],
  ['User', 'name eq "Ada"'],
  ['User', 'x509Certificates.value gt "a"'],
  ['User', 'password eq "secret"'],
  ['User', 'shoeSize eq "40"'],
  ['User', 'name.shoeSize eq "40"'],
  ['User', 'name.givenName.first eq "A"'],
  ['User', 'urn:example:acme:User:badge eq "1"'],
  ['User', `${ENTERPRISE}:shoeSize eq "1"`],
  ['User', 'department eq "R"'],
  ['User', 'members[value eq "u1"]'],
  ['User', 'userName[value eq "a"]'],
  ['User', 'name[givenName eq "a"]'],
  ['User', 'emails.value[type eq "a"]'],
  ['User', 'emails[type eq "work"'],
  ['User', 'emails[]'],
  ['User', 'emails[userName eq "a"]'],
  ['User', 'emails[emails[type eq "a"]]'],
  ['User', 'emails[type eq "work"].shoe eq "a"'],
  ['User', 'emails[type eq "work"].value'],
  ['User', 'n\u212Acname pr'],
  ['User', 'nic\u212AName pr'],
  ['Group', 'userName eq "a"'],
  ['Group', 'members[shoe eq "a"]'],
  ['User', '__proto__ pr'],
  ['User', 'constructor.prototype pr'],
  ['User', 'emails[__proto__ eq "a"]'],
  ['User', 'toString eq "a"'],
]

for (const [kind, text] of refused)
  test(`SC-6: the filter ${JSON.stringify(text)} of a ${kind} is refused as invalidFilter`, () => {
    assert.throws(() => parseFilter(text, kind), isInvalid('invalidFilter'))
  })

test('SC-6: a filter may be long, deep and of many terms, up to a bound', () => {
  const deep = (depth: number) => `${'('.repeat(depth)}id pr${')'.repeat(depth)}`
  const many = (terms: number) => Array.from({ length: terms }, () => 'id pr').join(' or ')
  const long = (length: number) => `id eq "${'a'.repeat(length - 8)}"`

  for (const text of [deep(20), many(100), long(10_000)]) parseFilter(text, 'User')

  for (const text of [deep(21), many(101), long(10_001)])
    assert.throws(() => parseFilter(text, 'User'), isInvalid('invalidFilter'))
})
