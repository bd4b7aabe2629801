import { ActionIcon, Menu, Text } from '@mantine/core'
import { IconGridDots } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useReply } from '../data.ts'

/** The other products of the house, from configuration. Without any, it is not there. */
export function Products() {
  const { t } = useTranslation()
  const products = useReply(signIn.ways, {}).data?.products ?? []
  if (products.length === 0) return null

  return (
    <Menu position="bottom-end" width={280} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('common.productsLabel')}>
          <IconGridDots size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('common.products')}>
        {products.map(({ name, url, description, current }) => (
          <Menu.Item key={url} component="a" href={url} aria-current={current}>
            <Text size="sm" fw={600}>
              {name}
            </Text>
            <Text size="xs" c="dimmed">
              {current ? t('common.here') : description}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
