const at = (id) => document.getElementById(id)
const fields = ['workspace.name', 'workspace.slug', 'owner.name', 'owner.email', 'owner.password']
const base = location.href.replace(/\/setup\/?(\?.*)?(#.*)?$/, '')
// One key for one filled-in form: if the answer is lost on the way, sending again gets the same answer.
const attempt = { text: '', key: '' }

for (const field of fields) {
  const fault = document.createElement('span')
  fault.className = 'fault'
  fault.id = `${field}-fault`
  at(field).after(fault)
  const described = at(field).getAttribute('aria-describedby')
  at(field).setAttribute('aria-describedby', [described, fault.id].filter(Boolean).join(' '))
  at(field).addEventListener('input', () => say(field, ''))
}

let slugIsTyped = false
at('workspace.slug').addEventListener('input', () => {
  slugIsTyped = true
  showAddress()
})
at('workspace.name').addEventListener('input', () => {
  if (slugIsTyped) return
  const plain = at('workspace.name')
    .value.normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
  at('workspace.slug').value = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '')
  showAddress()
})

function showAddress() {
  at('address').textContent = `${base}/w/${at('workspace.slug').value || '…'}`
}
showAddress()

function say(field, message) {
  at(`${field}-fault`).textContent = message
  at(field).setAttribute('aria-invalid', String(message !== ''))
}

function firstLook() {
  const wrong = fields.filter((field) => !at(field).checkValidity())
  for (const field of fields) say(field, wrong.includes(field) ? at(field).validationMessage : '')
  if (
    !wrong.includes('workspace.slug') &&
    !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(at('workspace.slug').value)
  ) {
    wrong.push('workspace.slug')
    say('workspace.slug', 'Use small letters, digits, and hyphens between them.')
  }
  if (wrong.length > 0) at(wrong.sort((a, b) => fields.indexOf(a) - fields.indexOf(b))[0]).focus()
  return wrong.length === 0
}

function keyFor(text) {
  if (attempt.text !== text) {
    attempt.text = text
    attempt.key = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
  }
  return attempt.key
}

function refused(errors) {
  const general = []
  for (const { field, message, data } of errors) {
    const code = data?.code
    const named = code === 'workspace-slug-taken' || field === 'slug' ? 'workspace.slug' : field
    if (fields.includes(named)) say(named, message)
    else general.push(code === 'not-found' ? 'This link is not the one that this server printed.' : message)
  }
  at('fault').textContent = general.join(' ')
  fields
    .map(at)
    .find((input) => input.getAttribute('aria-invalid') === 'true')
    ?.focus()
}

function done({ workspace, token }) {
  at('form').hidden = true
  at('done').hidden = false
  at('opened').textContent = `${workspace.name} is open`
  at('token').textContent = token
  at('try').textContent = `curl -H 'Authorization: Bearer ${token}' ${base}/api/`
  document.title = 'Claviger is set up'
  at('opened').focus()
}

at('copy').addEventListener('click', async () => {
  getSelection().selectAllChildren(at('token'))
  const copied = await navigator.clipboard?.writeText(at('token').textContent).then(
    () => true,
    () => false,
  )
  at('copy').textContent = copied ? 'Copied' : 'Selected: copy it with your keyboard'
})

at('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  at('fault').textContent = ''
  if (!firstLook()) return

  const value = (id) => at(id).value.trim()
  const body = JSON.stringify({
    token: new URLSearchParams(location.search).get('token') ?? '',
    workspace: { name: value('workspace.name'), slug: value('workspace.slug') },
    owner: { name: value('owner.name'), email: value('owner.email'), password: at('owner.password').value },
  })
  at('send').disabled = true
  try {
    const headers = { 'content-type': 'application/json', 'idempotency-key': keyFor(body) }
    const response = await fetch(location.pathname, { method: 'POST', headers, body })
    const answer = await response.json()
    if (response.ok) done(answer)
    else refused(answer.errors)
  } catch {
    at('fault').textContent = 'The server did not answer. Send the form again in a moment.'
  } finally {
    at('send').disabled = false
  }
})
