// The map of places. The same places stand as a list below it, which is all that somebody without scripts gets.
import L from 'leaflet'

const INK = { land: { color: '#c9b996', weight: 0.6, fillColor: '#f7efdf', fillOpacity: 1 }, border: { color: '#c3b18a', weight: 0.9, dashArray: '3 3', fill: false } }

const marker = (place) => L.marker([place.lat, place.lon], {
  alt: place.name,
  title: place.name,
  icon: L.divIcon({ className: `lc-map__marker lc-map__marker--${place.kind || 'place'}`, iconSize: [26, 26], html: '<span></span>' })
})

const popup = (place) => {
  const box = document.createElement('div')
  const link = document.createElement(place.href ? 'a' : 'strong')
  link.textContent = place.name
  if (place.href) { link.href = place.href; link.className = 'govuk-link' }
  const line = document.createElement('p')
  line.textContent = place.text || ''
  box.append(link, line)
  return box
}

const draw = async (box) => {
  const places = JSON.parse(document.getElementById(box.dataset.places).textContent)
  const words = box.dataset
  box.hidden = false
  const map = L.map(box, { minZoom: 3, maxZoom: 12, scrollWheelZoom: false, attributionControl: false, zoomControl: false })
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map)
  L.control.attribution({ prefix: false }).addAttribution('Natural Earth').addTo(map)
  const points = places.map((place) => marker(place).bindPopup(popup(place)).addTo(map).getLatLng())
  if (points.length === 1) map.setView(points[0], 6)
  else map.fitBounds(L.latLngBounds(points).pad(0.15), { maxZoom: 6 })
  const shapes = await (await fetch(box.dataset.basemap)).json()
  L.geoJSON(shapes, { style: (shape) => INK[shape.properties.kind], interactive: false }).addTo(map)
}

for (const box of document.querySelectorAll('[data-map]')) draw(box)
