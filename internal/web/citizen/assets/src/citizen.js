// Everything here makes a page that already works without it nicer.
import { Idiomorph } from 'idiomorph'

const $ = (sel, root = document) => root.querySelector(sel)
document.documentElement.classList.add('js')

// A page that came back with errors, or with more questions, starts at their
// list; its links go to the control itself, not just near it.
const summary = $('.govuk-error-summary') || $('#new')
if (summary) summary.focus()
document.addEventListener('click', (e) => {
  const link = e.target.closest('.govuk-error-summary a[href^="#"], #new a')
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
    // What a script has drawn into the page is not the server's to take away.
    const beforeNodeMorphed = (old) => !(old.dataset && old.dataset.mine)
    const typed = new Map([...controls(form)].map(([name, list]) => [name, valuesOf(list)]))
    Idiomorph.morph(form, html, { morphStyle: 'outerHTML', ignoreActiveValue: true, callbacks: { beforeNodeMorphed } })
    const more = back(form, typed)
    enhance()
    prune()
    if (more) refresh(form) // what comes back may itself decide what is asked
  } catch { /* offline: the next save shows what applies */ }
}

// What has been put right since, or is asked no more, leaves the lists at the top.
function prune() {
  for (const list of document.querySelectorAll('.govuk-error-summary, #new')) {
    for (const link of list.querySelectorAll('li a[href^="#"]')) {
      const at = document.getElementById(link.hash.slice(1))
      const wrong = at && (list.id === 'new' || !at.closest('form[data-fragment]') || at.closest('.govuk-form-group--error, .om-repeat--error, .om-grid__bad'))
      if (!wrong) link.closest('li').remove()
    }
    if (!list.querySelector('li')) list.remove()
  }
}

// What was typed into a field that another answer takes out of the page comes
// back with it. Only the page knows it: nothing was saved.
const gone = new WeakMap()
const ticked = (c) => c.type === 'radio' || c.type === 'checkbox'
const valuesOf = (list) => list.filter((c) => c.value && (!ticked(c) || c.checked)).map((c) => c.value)
function controls(form) {
  const named = new Map()
  for (const c of form.elements) {
    if (c.name && !/^(file|submit|button)$/.test(c.type)) named.set(c.name, [...(named.get(c.name) || []), c])
  }
  return named
}
// Gives back what is there again; true where that changed something.
function back(form, typed) {
  const now = controls(form)
  const kept = gone.get(form) || new Map()
  gone.set(form, kept)
  for (const [name, values] of typed) if (values.length && !now.has(name)) kept.set(name, values)
  let changed = false
  for (const [name, list] of now) {
    const values = kept.get(name)
    if (!values) continue
    kept.delete(name)
    const was = String(valuesOf(list))
    if (ticked(list[0])) for (const c of list) c.checked = values.includes(c.value)
    else list.forEach((c, i) => { if (c.tagName !== 'SELECT' || [...c.options].some((o) => o.value === values[i])) c.value = values[i] || '' })
    changed ||= String(valuesOf(list)) !== was
  }
  return changed
}
document.addEventListener('change', (e) => {
  const form = e.target.closest && e.target.closest('form[data-fragment]')
  if (!form || e.target.type === 'file') return
  asked++ // an answer still on its way knows nothing of this change and would undo it
  clearTimeout(timer)
  timer = setTimeout(() => refresh(form), 120)
})

// A long list follows what is typed into its search line; Enter searches, too.
document.addEventListener('input', (e) => {
  const form = e.target.dataset.find !== undefined && e.target.closest('form[data-fragment]')
  if (!form) return
  asked++
  clearTimeout(timer)
  timer = setTimeout(() => refresh(form), 250)
})
document.addEventListener('keydown', (e) => {
  const form = e.key === 'Enter' && !e.isComposing && e.target.dataset.find !== undefined && e.target.closest('form[data-fragment]')
  if (!form) return
  e.preventDefault()
  clearTimeout(timer)
  refresh(form)
})

// A sheet to sign on: strokes in units of a box 1000 wide, in a hidden control.
function sheet(box) {
  box.dataset.mine = '1'
  const input = document.getElementById(`${box.dataset.sign}-strokes`)
  const label = document.createElement('p')
  const canvas = document.createElement('canvas')
  const clear = document.createElement('button')
  label.textContent = box.dataset.label
  canvas.width = 1000
  canvas.height = 300
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', box.dataset.label)
  clear.type = 'button'
  clear.className = 'govuk-button govuk-button--secondary om-small'
  clear.textContent = box.dataset.clear
  box.replaceChildren(label, canvas, clear)
  const pen = canvas.getContext('2d')
  let strokes = []
  try { strokes = JSON.parse(input.value || '[]') } catch { /* none */ }
  let stroke = null
  const draw = () => {
    pen.clearRect(0, 0, 1000, 300)
    pen.strokeStyle = getComputedStyle(canvas).color
    pen.lineWidth = 6
    pen.lineCap = pen.lineJoin = 'round'
    for (const s of strokes) {
      pen.beginPath()
      pen.moveTo(s[0], s[1])
      for (let i = 2; i < s.length; i += 2) pen.lineTo(s[i], s[i + 1])
      if (s.length === 2) pen.lineTo(s[0] + 1, s[1])
      pen.stroke()
    }
    clear.hidden = !strokes.length
  }
  const point = (e) => {
    const r = canvas.getBoundingClientRect()
    const at = (v, size, most) => Math.max(0, Math.min(most, Math.round((v * most) / size)))
    return [at(e.clientX - r.left, r.width, 1000), at(e.clientY - r.top, r.height, 300)]
  }
  canvas.addEventListener('pointerdown', (e) => {
    if (strokes.length >= 200) return
    canvas.setPointerCapture(e.pointerId)
    strokes.push((stroke = point(e)))
    draw()
  })
  canvas.addEventListener('pointermove', (e) => {
    if (!stroke || strokes.reduce((n, s) => n + s.length, 0) > 9000) return
    const [x, y] = point(e)
    if (Math.abs(x - stroke.at(-2)) + Math.abs(y - stroke.at(-1)) < 4) return
    stroke.push(x, y)
    draw()
  })
  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, () => {
      stroke = null
      input.value = strokes.length ? JSON.stringify(strokes) : ''
    })
  }
  clear.addEventListener('click', () => {
    strokes = []
    input.value = ''
    draw()
    canvas.focus()
  })
  draw()
}

// The browser may know where one is; only who asks for it is asked.
function place(box) {
  box.dataset.mine = '1'
  box.hidden = false
  const said = $('[role=status]', box)
  $('button', box).addEventListener('click', () => {
    said.textContent = '…'
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      said.textContent = ''
      for (const part of ['longitude', 'latitude']) {
        const input = document.getElementById(`${box.dataset.locate}-${part}`)
        input.value = coords[part].toFixed(6)
        input.dispatchEvent(new Event('change', { bubbles: true }))
      }
    }, () => { said.textContent = box.dataset.denied }, { timeout: 15000 })
  })
}

function enhance() {
  document.querySelectorAll('[data-sign]:not([data-mine])').forEach(sheet)
  if (navigator.geolocation) document.querySelectorAll('[data-locate]:not([data-mine])').forEach(place)
}
enhance()

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
