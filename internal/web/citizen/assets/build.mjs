// Builds dist/citizen.css and dist/citizen.js, which are committed: a Go build
// needs no Node. The packages come from designer/web (one lock file for the
// whole product); ONEMATTER_NODE_MODULES points elsewhere if need be.
//
//   node internal/web/citizen/assets/build.mjs
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const modules = process.env.ONEMATTER_NODE_MODULES ?? join(here, '../../../../designer/web/node_modules')
const require = createRequire(join(modules, 'onematter.js'))
const sass = require('sass')
const esbuild = require('esbuild')

/**
 * Drops rules whose classes stand nowhere in a template, in the Go files or in
 * the script. A word that ends in a hyphen begins a class that is put together.
 */
function purge(css) {
  const postcss = require('postcss')
  const home = join(here, '..')
  const files = readdirSync(home, { recursive: true }).filter((f) => /\.(html|go)$/.test(f) && !/_test\.go$/.test(f))
  const text = [...files.map((f) => join(home, f)), join(here, 'src/citizen.js')].map((f) => readFileSync(f, 'utf8')).join('\n')
  const words = new Set(text.match(/[\w-]+/g))
  const begun = [...words].filter((w) => w.endsWith('-') && /^(om|govuk)-/.test(w))
  const known = (name) => words.has(name) || begun.some((w) => name.startsWith(w))
  const root = postcss.parse(css)
  root.walkRules((rule) => {
    if (rule.parent.type === 'atrule' && /keyframes$/.test(rule.parent.name)) return
    const kept = rule.selectors.filter((sel) => (sel.replace(/:not\([^)]*\)/g, '').match(/\.[\w-]+/g) ?? []).every((c) => known(c.slice(1))))
    if (kept.length === 0) rule.remove()
    else if (kept.length < rule.selectors.length) rule.selectors = kept
  })
  root.walkAtRules((at) => {
    if (at.nodes && at.nodes.length === 0) at.remove()
  })
  return root.toString()
}

const dist = join(here, 'dist')
mkdirSync(dist, { recursive: true })

const css = sass.compile(join(here, 'src/citizen.scss'), { loadPaths: [modules], style: 'expanded', quietDeps: true })
// Every functional colour is one of our tokens: GOV.UK's own fallback is never seen.
const ours = css.css.replace(/var\((--govuk-[a-z-]+-colour), #[0-9a-f]{3,6}\)/gi, 'var($1)')
  .replace(/@media print\s*{\s*[^{}]+{[^{}]*}\s*}/g, '') // its print rules only repeat black and another font
const used = purge(ours)
const small = await esbuild.transform(used, { loader: 'css', minify: true, target: ['chrome100', 'safari15', 'firefox100'] })
writeFileSync(join(dist, 'citizen.css'), small.code)

const js = await esbuild.build({
  entryPoints: [join(here, 'src/citizen.js')], bundle: true, minify: true, write: false, format: 'iife',
  target: ['es2020'], nodePaths: [modules], legalComments: 'none',
})
writeFileSync(join(dist, 'citizen.js'), js.outputFiles[0].text)

for (const [name, text] of [['citizen.css', small.code], ['citizen.js', js.outputFiles[0].text]]) {
  console.log(`${name}: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} gzipped`)
}
