// Pages that refresh by themselves: htmx, and a button that pauses the refreshing (WCAG 2.2.2).
import htmx from 'htmx.org'

htmx.config.allowEval = false
htmx.config.includeIndicatorStyles = false
htmx.config.selfRequestsOnly = true

let paused = false
document.addEventListener('htmx:beforeRequest', (event) => {
  if (paused && event.target.matches('[data-hx-trigger*="every"]')) event.preventDefault()
})

for (const button of document.querySelectorAll('[data-pauses]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    paused = !paused
    button.setAttribute('aria-pressed', String(paused))
  })
}
