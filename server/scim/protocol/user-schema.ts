import { type Attribute, attributes, complex, list, type Schema, simple } from './attributes.ts'

const readOnly = { mutability: 'readOnly' } as const
const link = (...referenceTypes: string[]) =>
  ({ type: 'reference', caseExact: true, referenceTypes }) as const

const name = complex('name', 'The parts of the name.', [
  simple('formatted', 'The whole name, as it is shown.'),
  simple('familyName', 'The family name.'),
  simple('givenName', 'The given name.'),
  simple('middleName', 'The middle names.'),
  simple('honorificPrefix', 'A title before the name.'),
  simple('honorificSuffix', 'A suffix behind the name.'),
])

const addresses = complex(
  'addresses',
  'Postal addresses.',
  [
    simple('formatted', 'The whole address, as it is shown.'),
    simple('streetAddress', 'Street, house number, and what else is in front of the town.'),
    simple('locality', 'The town.'),
    simple('region', 'The state or region.'),
    simple('postalCode', 'The postal code.'),
    simple('country', 'The country, as ISO 3166-1 alpha-2.'),
    simple('type', 'What the address is for.', { canonicalValues: ['work', 'home', 'other'] }),
    simple('primary', 'Whether this is the preferred address; at most one is.', { type: 'boolean' }),
  ],
  { multiValued: true },
)

const groups = complex(
  'groups',
  'The groups of the workspace that the person is in. Change them by the groups.',
  [
    simple('value', 'The id of the group.', { caseExact: true, ...readOnly }),
    simple('$ref', 'The address of the group.', { ...link('Group'), ...readOnly }),
    simple('display', 'The name of the group.', readOnly),
    simple('type', 'How the person is in it.', { canonicalValues: ['direct'], ...readOnly }),
  ],
  { multiValued: true, ...readOnly },
)

/** What is written of a person beside userName, externalId and active: the profile. */
const profile: Attribute[] = [
  name,
  simple('displayName', 'The name of the person, as it is shown.'),
  simple('nickName', 'What the person is called among friends.'),
  simple('profileUrl', 'A page about the person.', link('external')),
  simple('title', 'The title of the job.'),
  simple('userType', 'The relation to the organisation.'),
  simple('preferredLanguage', 'The preferred languages, as in Accept-Language.'),
  simple('locale', 'Where the person is, for the form of numbers and dates.'),
  simple('timezone', 'The time zone, as in the IANA database.'),
  list('emails', 'E-mail addresses.', {}, ['work', 'home', 'other']),
  list('phoneNumbers', 'Telephone numbers.', {}, ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
  list('ims', 'Addresses of instant messages.'),
  list('photos', 'Addresses of pictures.', link('external'), ['photo', 'thumbnail']),
  addresses,
  list('entitlements', 'What the person is entitled to, in words of the provider.'),
  list('roles', 'Roles of the person, in words of the provider. They grant nothing here.'),
  list('x509Certificates', 'Certificates of the person.', { type: 'binary', caseExact: true }),
]

const userName = simple('userName', 'The e-mail address that the person signs in with.', {
  required: true,
  mutability: 'immutable',
  uniqueness: 'server',
})

const manager = complex(
  'manager',
  'The manager of the person.',
  [
    simple('value', 'The id of the manager, in words of the provider.', { caseExact: true }),
    simple('$ref', 'The address of the manager.', link('User')),
    simple('displayName', 'The name of the manager.'),
  ],
  { mayBeText: true },
)

/** RFC 7643, section 4.1. There is no `password`: providers send one, and it is never read. */
export const userSchema: Schema = {
  urn: 'urn:ietf:params:scim:schemas:core:2.0:User',
  aliases: ['urn:scim:schemas:core:1.0'],
  name: 'User',
  says: 'A person of the workspace.',
  attributes: attributes(
    userName,
    simple('active', 'Whether the person is in the workspace.', { type: 'boolean' }),
    ...profile,
    groups,
  ),
}

/** RFC 7643, section 4.3. */
export const enterpriseSchema: Schema = {
  urn: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  aliases: ['urn:scim:schemas:extension:enterprise:1.0'],
  name: 'EnterpriseUser',
  says: 'What an enterprise says of a person.',
  attributes: attributes(
    simple('employeeNumber', 'The number of the person in the organisation.'),
    simple('costCenter', 'The cost centre.'),
    simple('organization', 'The organisation.'),
    simple('division', 'The division.'),
    simple('department', 'The department.'),
    manager,
  ),
}
