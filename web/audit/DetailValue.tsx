import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { useRoleName } from '../words.ts'
import { useHere } from '../workspaces/here.ts'
import { isRecord } from './event.ts'

const SHOWN_MAX = 50
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

/** Something that an event keeps, in words as far as there are some. */
export function DetailValue({ value }: { value: unknown }) {
  const { t } = useTranslation()
  const words = useKeyWords()
  const scalar = useScalarWords()
  if (Array.isArray(value) && value.length > 0) {
    return (
      <ul className="audit-values">
        {value.slice(0, SHOWN_MAX).map((one) => (
          <li key={JSON.stringify(one)}>
            <DetailValue value={one} />
          </li>
        ))}
        {value.length > SHOWN_MAX && <li>{t('list.more', { count: value.length - SHOWN_MAX })}</li>}
      </ul>
    )
  }
  const text = scalar(value)
  if (text !== null) return <bdi>{text}</bdi>

  return (
    <ul className="audit-values">
      {Object.entries(value as object).map(([key, one]) => (
        <li key={key}>
          {words(key)}: <DetailValue value={one} />
        </li>
      ))}
    </ul>
  )
}

/** How the parts of an event's detail are called; what has no words is written as it is kept. */
export function useKeyWords() {
  const { t, i18n } = useTranslation()
  const { types } = useHere()
  return (key: string): string => {
    if (i18n.exists(`audit.keys.${key}`)) return t(`audit.keys.${key}` as 'audit.keys.name')
    return types.find(({ type }) => type === key.toUpperCase())?.plural ?? key
  }
}

/** What fits into one text; null for the rest. */
function useScalarWords() {
  const { t, i18n } = useTranslation()
  const moments = useMoments()
  const { types } = useHere()
  const roleName = useRoleName()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const typeName = (wire: unknown) =>
    types.find(({ type }) => type === String(wire).toUpperCase())?.name ?? String(wire)
  const actionSays = (name: string) =>
    types.flatMap(({ actions }) => actions).find((action) => action.name === name)?.says ?? name
  const scope = (on: unknown): string => {
    if (!isRecord(on) || on.all === true) return t('decisions.everything')
    if (Array.isArray(on.labels)) return and.format(on.labels.map(String))
    return `${typeName(on.type)} ${String(on.id)}`
  }
  return (value: unknown): string | null => {
    if (value === null || value === undefined || value === '') return t('audit.none')
    if (Array.isArray(value)) return value.length === 0 ? t('audit.none') : null
    if (typeof value === 'boolean') return value ? t('audit.yes') : t('audit.no')
    if (!isRecord(value))
      return MOMENT.test(String(value)) ? moments.time(String(value)) : actionSays(String(value))
    if (typeof value.roleName === 'string') {
      const on = Array.isArray(value.on) ? value.on.map(scope) : []
      const role = roleName(String(value.roleId), value.roleName)
      return on.length === 0 ? role : t('audit.on', { role, scope: and.format(on) })
    }
    const isScope = value.all === true || Array.isArray(value.labels) || ('type' in value && 'id' in value)
    return isScope ? scope(value) : null
  }
}
