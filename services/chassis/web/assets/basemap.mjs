// The base map: land as one shape and the borders between countries, as GeoJSON, from Natural Earth by world-atlas.
import { readFileSync } from 'node:fs'
import { feature, mesh } from 'topojson-client'

// Natural Earth draws some lines where international law knows none, or a disputed one: Crimea as a part of Russia,
// a border through Cyprus, and those of Western Sahara. We draw none of them.
const NOT_DRAWN = [
  ['Russia', 'Ukraine', ([lon, lat]) => lon < 37 && lat < 46.6],
  ['Cyprus', 'N. Cyprus', () => true],
  ['W. Sahara', 'Morocco', () => true],
  ['W. Sahara', 'Mauritania', () => true],
  ['W. Sahara', 'Algeria', () => true]
]

const name = (country) => country.properties.name
const between = (a, b, pair) => pair.includes(name(a)) && pair.includes(name(b))
const rounded = (value) => Array.isArray(value) ? value.map(rounded) : Math.round(value * 100) / 100

// Fine where the cities are, coarse elsewhere: a point nearer to the last one than this many degrees is left out.
const inEurope = ([lon, lat]) => lon > -26 && lon < 46 && lat > 33 && lat < 72
const tolerance = (point) => inEurope(point) ? 0.06 : 0.6
const thinned = (line) => {
  const kept = [line[0]]
  for (const point of line.slice(1, -1)) {
    const [lon, lat] = kept[kept.length - 1]
    if (Math.hypot(point[0] - lon, point[1] - lat) >= tolerance(point)) kept.push(point)
  }
  return [...kept, line[line.length - 1]]
}

const borders = (atlas) => {
  const countries = atlas.objects.countries
  const lines = (filter) => mesh(atlas, countries, (a, b) => a !== b && filter(a, b)).coordinates
  const plain = lines((a, b) => !NOT_DRAWN.some(([one, other]) => between(a, b, [one, other])))
  const partly = NOT_DRAWN.flatMap(([one, other, dropped]) =>
    lines((a, b) => between(a, b, [one, other])).filter((line) => !line.every(dropped)))
  return [...plain, ...partly]
}

export const baseMap = () => {
  const atlas = JSON.parse(readFileSync('node_modules/world-atlas/countries-50m.json'))
  const land = feature(atlas, atlas.objects.land).features[0].geometry.coordinates
  const polygons = land.map((polygon) => polygon.map((ring) => thinned(rounded(ring))).filter((ring) => ring.length > 3))
  const lines = borders(atlas).map((line) => thinned(rounded(line))).filter((line) => line.length > 1)
  return JSON.stringify({
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', properties: { kind: 'land' }, geometry: { type: 'MultiPolygon', coordinates: polygons.filter((p) => p.length) } },
      { type: 'Feature', properties: { kind: 'border' }, geometry: { type: 'MultiLineString', coordinates: lines } }
    ]
  })
}
