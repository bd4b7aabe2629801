import { mailbox as endpoints } from '../../contract/mailbox.ts'
import { feature } from '../http/handlers.ts'
import { mailboxPage } from './mailbox.ts'

export const mailbox = feature('mailbox', endpoints, { page: mailboxPage })
