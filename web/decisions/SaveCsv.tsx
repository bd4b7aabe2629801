import { Button, Stack } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../shell/Refusal.tsx'
import { saveFile } from '../shell/save-file.ts'

interface Given {
  /** What the file is called, without its ending. */
  name: string
  /** Asks for the text of the file. */
  load: () => Promise<string>
}

/** Downloads the whole of a list. */
export function SaveCsv({ name, load }: Given) {
  const { t } = useTranslation()
  const file = `${name.replaceAll(/[^\p{L}\p{N}.@_-]+/gu, '-')}.csv`
  const download = useMutation<string, Error>({
    mutationFn: load,
    onSuccess: (text) => saveFile(file, text),
  })
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {t('decisions.download')}
      </Button>
      <Refusal error={download.error} />
    </Stack>
  )
}
