/** Single sign-on: the way in. */
export const ssoWay = {
  button: 'Sign in with single sign-on',
  title: 'Single sign-on',
  lead: 'Your company decides how you sign in. Type your address there: we lead you to its sign-in page.',
  submit: 'Continue',
  back: 'Sign in another way',
  doorTitle: 'This workspace asks for single sign-on',
  doorText:
    'Members of {{slug}} come in through the identity provider of their company. You are led back to this page.',
  doorWith: 'Continue with {{name}}',
  doorNone: 'No connection is active now. Ask an owner of the workspace, or whoever runs this server.',
  doorOthers: 'Your other workspaces',
  linkFirst:
    'There is an account with this address already. Sign in to it once, so that nobody else can take it over through the single sign-on of {{name}}.',
  linkTitle: 'Sign in through {{name}} from now on?',
  linkText:
    'You came from the identity provider of {{name}}, and this account is yours too. Linked, it opens {{name}} whenever you sign in there.',
  linkYes: 'Link them',
  linkNo: 'Not now',
  goOnTitle: 'Continue to sign in to {{name}}?',
  goOnText:
    'A link brought you here. You are signed in as {{email}}; the identity provider of {{name}} may say that you are somebody else.',
  goOn: 'Continue',
  stay: 'Stay',
  confirm: 'Confirm through single sign-on',
  confirmText: 'Your identity provider asks you once more, and leads back to this page. Then do it again.',
  confined: 'You came in through single sign-on',
  confinedText:
    'It opens the workspace that asked for it, and nothing else. For your account and your other workspaces, sign in to the account itself.',
  confinedSubmit: 'Sign in to the account',
  through: 'Through {{connection}}, for {{workspace}}',
  confinedSession: 'Through single sign-on alone',
}
