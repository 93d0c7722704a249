// Comfort for every page. Nothing here is needed: each page works without a script.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink
} from 'govuk-frontend'
import { lookup } from './lookup.js'

for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink]) {
  createAll(component)
}

// A filter that sits in a form by itself is sent when it is changed; its button stays for everybody else.
for (const select of document.querySelectorAll('[data-send-when-changed]')) {
  select.addEventListener('change', () => select.form.requestSubmit())
}

for (const button of document.querySelectorAll('[data-copies]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim())
    button.textContent = button.dataset.copied
  })
}

for (const box of document.querySelectorAll('[data-lookup]')) lookup(box)
