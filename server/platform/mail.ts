const CONNECT_MS = 10_000
const SILENCE_MS = 20_000
/** However slowly a mail server answers, an attempt ends after this. */
export const SEND_MS = 60_000

/** A letter in plain text, and the same as a page for mail programs that show pages. */
export interface Letter {
  to: string
  subject: string
  text: string
  html?: string
}

/** Sends letters, one connection each. */
export interface Mailer {
  /**
   * Answers once the mail server has taken the letter. Two letters with one `id` are one letter to their reader: it
   * becomes the Message-ID. Throws what `isForGood` can judge.
   */
  send(id: string, letter: Letter): Promise<void>
}

/** Opens the way to the mail server of the settings; null where none is set. */
export async function openMailer(where: { smtpUrl?: string; mailFrom?: string }): Promise<Mailer | null> {
  const { smtpUrl, mailFrom } = where
  if (!smtpUrl || !mailFrom) return null

  // Loaded only where it is used: a start without mail is quicker by it.
  const { createTransport } = await import('nodemailer')
  const domain = /@([^>\s]+)/.exec(mailFrom)?.[1] ?? 'claviger.invalid'
  const timeouts = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS }
  const transport = createTransport({
    url: smtpUrl,
    ...timeouts,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(id, { to, subject, text, html }) {
      const headers = { 'Auto-Submitted': 'auto-generated' }
      const content = html === undefined ? { text } : { text, html }
      const message = { from: mailFrom, to: { name: '', address: to }, subject, ...content, headers }
      await inTime(transport.sendMail({ ...message, messageId: `<${id}@${domain}>` }))
    },
  }
}

/** Whether sending the same letter again cannot help: the mail server knows the address and will never take it. */
export function isForGood(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  return code === 'EENVELOPE' && responseCode !== undefined && responseCode >= 500
}

async function inTime(sending: Promise<unknown>) {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the mail server took longer than ${SEND_MS / 1000} s`)),
      SEND_MS,
    )
  })
  try {
    await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}
