// Everything here makes a page that already works without it nicer.
import { Idiomorph } from 'idiomorph'

const $ = (sel, root = document) => root.querySelector(sel)

// A page that came back with errors starts at its summary; its links go to the
// control itself, not just near it.
const summary = $('.govuk-error-summary')
if (summary) summary.focus()
document.addEventListener('click', (e) => {
  const link = e.target.closest('.govuk-error-summary a[href^="#"]')
  if (!link) return
  const field = document.getElementById(link.hash.slice(1))
  if (!field) return
  e.preventDefault()
  const group = field.closest('.govuk-form-group, fieldset') || field
  group.scrollIntoView({ block: 'start' })
  field.focus({ preventScroll: true })
})

// Conditions: the server knows them. A change posts the form as a fragment and
// the answer is merged in place. Only the newest answer counts.
let asked = 0
let timer
async function refresh(form) {
  const mine = ++asked
  const data = new FormData(form)
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name)
  try {
    const res = await fetch(form.getAttribute('action'), { // form.action is the button of that name
      method: 'POST', body: new URLSearchParams(data), headers: { 'X-Fragment': '1' }, credentials: 'same-origin',
    })
    if (!res.ok || mine !== asked || res.redirected) return
    const html = await res.text()
    if (mine !== asked || !html.includes('data-fragment')) return
    Idiomorph.morph(form, html, { morphStyle: 'outerHTML', ignoreActiveValue: true })
  } catch { /* offline: the next save shows what applies */ }
}
document.addEventListener('change', (e) => {
  const form = e.target.closest && e.target.closest('form[data-fragment]')
  if (!form || e.target.type === 'file') return
  asked++ // an answer still on its way knows nothing of this change and would undo it
  clearTimeout(timer)
  timer = setTimeout(() => refresh(form), 120)
})

// A second click on a submit button while the first is under way does nothing.
document.addEventListener('submit', (e) => {
  clearTimeout(timer)
  asked++
  if (e.target.dataset.sent) { e.preventDefault(); return }
  e.target.dataset.sent = '1'
  setTimeout(() => delete e.target.dataset.sent, 4000)
})
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((f) => delete f.dataset.sent))

// A file that is too large is refused before it travels.
document.addEventListener('change', (e) => {
  const input = e.target
  if (input.type !== 'file' || !input.dataset.max) return
  const size = [...input.files].reduce((sum, f) => sum + f.size, 0)
  input.parentNode.querySelectorAll('[data-toolarge-note]').forEach((n) => n.remove())
  if (size <= Number(input.dataset.max)) return
  const note = document.createElement('p')
  note.className = 'govuk-error-message'
  note.dataset.toolargeNote = ''
  note.setAttribute('role', 'alert')
  note.textContent = input.dataset.toolarge
  input.before(note)
  input.value = ''
})

// The session's end is announced in the page, never in a pop-up.
const warn = $('[data-expires]')
if (warn) {
  const left = () => Number(warn.dataset.expires) * 1000 - Date.now()
  const tick = () => {
    const ms = left()
    warn.hidden = ms > 5 * 60000
    if (ms <= 0) { warn.textContent = warn.dataset.ended; return }
    setTimeout(tick, Math.min(Math.max(ms - 5 * 60000, 15000), 600000))
  }
  tick()
}

// Printing and looking up again are offered where they can work.
document.querySelectorAll('[data-print]').forEach((b) => {
  b.hidden = false
  b.addEventListener('click', () => print())
})
