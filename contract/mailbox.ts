import { Type } from 'typebox'
import { anyone, endpoint } from './endpoint.ts'

/** Letters that a demo would have sent. */
export const mailbox = {
  page: endpoint('GET /mailbox', {
    access: anyone('only a demo has a mailbox, and nothing in it is anybody’s'),
    says: 'The page that shows the letters of a demo with their links, newest first. Nothing is there on any other server.',
    reply: Type.String(),
    stream: 'text/html',
    dialect: 'plain',
  }),
}
