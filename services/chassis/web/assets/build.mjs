// Builds ../static: every file under a name that carries its hash, compressed twins beside it, and manifest.json.
// The result is the same byte for byte whenever the locked packages are the same.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, basename } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { compile } from 'sass'
import { baseMap } from './basemap.mjs'

const STATIC = new URL('../static/', import.meta.url)

const packageOf = (name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`))
  return { name, version, licence: license }
}

const style = (entry) => compile(entry, { style: 'compressed', loadPaths: ['node_modules/govuk-frontend/dist'], quietDeps: true }).css

const bundle = async (entry) => {
  const result = await build({
    entryPoints: [entry], bundle: true, minify: true, write: false, target: 'es2020', format: 'iife',
    legalComments: 'inline', loader: { '.png': 'empty' }
  })
  return result.outputFiles[0].text
}

const font = (part) => readFileSync(`node_modules/@fontsource/fraunces/files/fraunces-${part}-600-normal.woff2`)

// Before the styles, which name them by their hashed names.
const files = [
  ['display-latin.woff2', font('latin'), ['@fontsource/fraunces']],
  ['display-latin-ext.woff2', font('latin-ext'), ['@fontsource/fraunces']],
  ['display-licence.txt', readFileSync('node_modules/@fontsource/fraunces/LICENSE'), ['@fontsource/fraunces']],
  ['main.css', style('styles/main.scss'), ['govuk-frontend']],
  ['main.js', await bundle('scripts/main.js'), ['govuk-frontend']],
  ['live.js', await bundle('scripts/live.js'), ['htmx.org']],
  ['map.css', await bundle('node_modules/leaflet/dist/leaflet.css'), ['leaflet']],
  ['map.js', await bundle('scripts/map.js'), ['leaflet']],
  ['basemap.json', baseMap(), ['world-atlas']],
  ['favicon.svg', readFileSync('favicon.svg', 'utf8'), []]
]

rmSync(STATIC, { recursive: true, force: true })
mkdirSync(STATIC)

const manifest = {}
const withHashedNames = (text) => text.replace(/asset:([\w.-]+)/g, (_, logical) => `/static/${manifest[logical].file}`)
for (const [logical, content, packages] of files) {
  const bytes = Buffer.from(typeof content === 'string' ? withHashedNames(content) : content)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const extension = extname(logical)
  const file = `${basename(logical, extension)}.${sha256.slice(0, 12)}${extension}`
  writeFileSync(new URL(file, STATIC), bytes)
  if (extension !== '.woff2') {
    writeFileSync(new URL(`${file}.gz`, STATIC), gzipSync(bytes, { level: 9 }))
    writeFileSync(new URL(`${file}.br`, STATIC), brotliCompressSync(bytes))
  }
  manifest[logical] = { file, sha256, made_from: packages.map(packageOf) }
}
writeFileSync(new URL('manifest.json', STATIC), JSON.stringify(manifest, null, 2) + '\n')
