import { Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { roles } from '../../contract/roles.ts'
import { useCall } from '../data.ts'
import type { RoleOnOffer } from '../grants/roles.ts'
import { planned } from '../previews/planned.ts'
import { usePreview } from '../previews/preview.ts'
import { Review } from '../previews/Review.tsx'
import { useHere } from '../workspaces/here.ts'

/** Whom a role is still granted to, as the refusal to delete it names them (`role-in-use`). */
interface InUse {
  count: number
  holders: { kind: string; id: string; name: string }[]
}

/** Deletes a custom role. While somebody holds it, says who instead. */
export function DeleteRole({ role, onClose }: { role: RoleOnOffer; onClose: () => void }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const remove = useCall(roles.delete)
  const given = { params: { roleId: role.id } }
  const changes = [planned(roles.delete, given)]
  const preview = usePreview(changes, !remove.isPending && !remove.isSuccess)
  const inUse = inUseOf(remove.error ?? preview.error)
  const leave = () => void navigate({ to: `/w/${workspace.slug}/access/roles` })
  if (inUse) return <StillHeld role={role} inUse={inUse} onClose={onClose} />
  return (
    <Review
      isOpen
      onClose={onClose}
      title={t('roles.deleteTitle', { name: role.name })}
      submit={t('roles.deleteSubmit')}
      changes={changes}
      call={remove}
      // Once it is deleted the page has no role to show, nor this dialog: the callback of `mutate` would not be called any more.
      onSave={() => void remove.mutateAsync(given).then(leave, () => undefined)}
      isDangerous
    >
      <Text size="sm">{t('roles.deleteText')}</Text>
    </Review>
  )
}

function StillHeld({ role, inUse, onClose }: { role: RoleOnOffer; inUse: InUse; onClose: () => void }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('roles.heldTitle', { name: role.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{t('roles.heldText')}</Text>
        <ul className="plain-list">
          {inUse.holders.map(({ kind, id, name }) => (
            <li key={id}>
              <Anchor
                size="sm"
                dir="auto"
                lineClamp={2}
                renderRoot={(props) => <Link {...pathOf(workspace.slug, kind, id)} {...props} />}
              >
                {name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {isKind(kind) ? t(`roles.kinds.${kind}`) : kind}
              </Text>
            </li>
          ))}
        </ul>
        {inUse.count > inUse.holders.length && (
          <Text size="sm">{t('list.more', { count: inUse.count - inUse.holders.length })}</Text>
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function inUseOf(error: Error | null): InUse | null {
  if (!(error instanceof Refused) || error.code !== 'role-in-use') return null
  // What the problem carries: server/roles/roles.ts.
  return (error.errors[0]?.data as InUse | undefined) ?? null
}

const kinds = ['user', 'group', 'token', 'invite'] as const
function isKind(kind: string): kind is (typeof kinds)[number] {
  return kinds.some((one) => one === kind)
}

function pathOf(slug: string, kind: string, id: string) {
  const access = `/w/${slug}/access`
  if (kind === 'invite') return { to: `${access}/invites`, search: { show: id } }
  return { to: `${access}/${kind}s/${id}` }
}
