// Builds dist/citizen.css and dist/citizen.js, which are committed: a Go build
// needs no Node. The packages come from designer/web (one lock file for the
// whole product); ONEMATTER_NODE_MODULES points elsewhere if need be.
//
//   node internal/web/citizen/assets/build.mjs
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const modules = process.env.ONEMATTER_NODE_MODULES ?? join(here, '../../../../designer/web/node_modules')
const require = createRequire(join(modules, 'onematter.js'))
const sass = require('sass')
const esbuild = require('esbuild')

const dist = join(here, 'dist')
mkdirSync(dist, { recursive: true })

const css = sass.compile(join(here, 'src/citizen.scss'), { loadPaths: [modules], style: 'expanded', quietDeps: true })
// Every functional colour is one of our tokens: GOV.UK's own fallback is never seen.
const ours = css.css.replace(/var\((--govuk-[a-z-]+-colour), #[0-9a-f]{3,6}\)/gi, 'var($1)')
  .replace(/@media print\s*{\s*[^{}]+{[^{}]*}\s*}/g, '') // its print rules only repeat black and another font
const small = await esbuild.transform(ours, { loader: 'css', minify: true, target: ['chrome100', 'safari15', 'firefox100'] })
writeFileSync(join(dist, 'citizen.css'), small.code)

const js = await esbuild.build({
  entryPoints: [join(here, 'src/citizen.js')], bundle: true, minify: true, write: false, format: 'iife',
  target: ['es2020'], nodePaths: [modules], legalComments: 'none',
})
writeFileSync(join(dist, 'citizen.js'), js.outputFiles[0].text)

for (const [name, text] of [['citizen.css', small.code], ['citizen.js', js.outputFiles[0].text]]) {
  console.log(`${name}: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} gzipped`)
}
