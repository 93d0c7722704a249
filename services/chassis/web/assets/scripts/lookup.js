// The combobox of a lookup field (WAI-ARIA pattern "editable combobox with list autocomplete"): what is typed is searched
// by the server; arrows go through the finds, Enter or a click takes one, Escape closes the list.
const WAIT = 150

export const lookup = (box) => {
  const [text, was] = box.querySelectorAll('input')
  const field = was.name.replace(/-was$/, '')
  // After what was sent named none or several, the finds stand as radios below, until something else is typed.
  const which = box.parentElement.querySelector('fieldset')
  const id = box.querySelector(`input[name="${field}"]`) || Object.assign(document.createElement('input'), { type: 'hidden', name: field })
  const list = Object.assign(document.createElement('ul'), { id: `${text.id}-finds`, className: 'lc-lookup__finds', hidden: true })
  const status = Object.assign(document.createElement('div'), { className: 'govuk-visually-hidden' })
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', box.dataset.list)
  status.setAttribute('role', 'status')
  box.append(id, list, status)
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', list.id]]) text.setAttribute(name, value)

  let timer, asked, active = -1

  const close = () => {
    list.hidden = true
    active = -1
    text.setAttribute('aria-expanded', 'false')
    text.removeAttribute('aria-activedescendant')
  }
  const move = (place) => {
    const options = [...list.children]
    active = options.length ? (place + options.length) % options.length : -1
    options.forEach((option, number) => option.setAttribute('aria-selected', String(number === active)))
    if (active < 0) return
    text.setAttribute('aria-activedescendant', options[active].id)
    options[active].scrollIntoView({ block: 'nearest' })
  }
  const take = (option) => {
    text.value = was.value = option.dataset.name
    which?.remove()
    id.value = option.dataset.id
    status.textContent = ''
    close()
  }
  const show = (finds) => {
    list.replaceChildren(...finds.map((find, number) => {
      const option = Object.assign(document.createElement('li'), { id: `${list.id}-${number}`, className: 'lc-lookup__find', textContent: find.name })
      Object.assign(option.dataset, { id: find.id, name: find.name })
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      if (find.detail) option.append(Object.assign(document.createElement('span'), { className: 'lc-lookup__detail', textContent: find.detail }))
      // Not click: the box would lose the focus before, and with it the list.
      option.addEventListener('mousedown', (event) => { event.preventDefault(); take(option) })
      return option
    }))
    close()
    list.hidden = !finds.length
    text.setAttribute('aria-expanded', String(!list.hidden))
    status.textContent = finds.length ? box.dataset.some.replace('{n}', finds.length) : box.dataset.none
  }
  const search = async () => {
    asked?.abort()
    const typed = text.value.trim()
    if (!typed) { status.textContent = ''; list.replaceChildren(); return close() }
    asked = new AbortController()
    try {
      const answer = await fetch(`${box.dataset.lookup}&q=${encodeURIComponent(typed)}`, { signal: asked.signal })
      if (answer.ok) show(await answer.json())
    } catch (error) {
      if (error.name !== 'AbortError') close() // without an answer the form still searches when it is sent
    }
  }

  text.addEventListener('input', () => {
    id.value = was.value = ''
    which?.remove()
    clearTimeout(timer)
    timer = setTimeout(search, WAIT)
  })
  text.addEventListener('keydown', (event) => {
    const options = [...list.children]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      if (list.hidden && options.length) { list.hidden = false; text.setAttribute('aria-expanded', 'true') }
      move(active < 0 && step < 0 ? options.length - 1 : active + step)
    } else if (event.key === 'Enter' && !list.hidden && active >= 0) {
      event.preventDefault()
      take(options[active])
    } else if (event.key === 'Escape') {
      if (list.hidden) { text.value = id.value = was.value = '' }
      close()
    } else if (event.key === 'Tab' && !list.hidden && active >= 0) {
      take(options[active])
    }
  })
  text.addEventListener('blur', close)
}
