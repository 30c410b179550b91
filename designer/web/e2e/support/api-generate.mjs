// Makes a client out of the document a running server serves: types from
// openapi-typescript, judged by tsc, bundled by esbuild.
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import { web } from './programs.mjs'

const require = createRequire(import.meta.url)
const support = join(web, 'e2e/support')

/** What the client's files import the generated types as. */
const name = 'onematter-api'

/**
 * Generates the types of a document.
 * @param {import('openapi-typescript').OpenAPI3} document
 * @param {string} dir
 */
export async function generate(document, dir) {
  const blob = ts.factory.createTypeReferenceNode(ts.factory.createIdentifier('Blob'))
  const ast = await openapiTS(document, {
    transform: (schema) => (schema.format === 'binary' ? blob : undefined),
  })
  // Not a .d.ts: tsc looks at those less closely.
  writeFileSync(join(dir, `${name}.ts`), astToString(ast))
}

/**
 * Type-checks files of this folder against the generated types.
 * @param {string} dir where the types are
 * @param {string[]} files
 * @returns {Promise<{file: string, line: number, message: string}[]>} what tsc says
 */
export async function judge(dir, ...files) {
  const project = join(dir, 'tsconfig.json')
  const options = {
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    allowJs: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noEmit: true,
    skipLibCheck: true,
    typeRoots: [join(web, 'node_modules/@types')],
    types: ['node'],
    paths: { [name]: [join(dir, `${name}.ts`)] },
  }
  writeFileSync(project, JSON.stringify({ compilerOptions: options, files: files.map((f) => join(support, f)) }))
  const tsc = require.resolve('typescript/bin/tsc')
  const said = await promisify(execFile)(process.execPath, [tsc, '-p', project, '--pretty', 'false'], {
    cwd: dir,
  }).then(
    () => '',
    (err) => {
      if (err.code === 1 || err.code === 2) return String(err.stdout)
      throw err
    },
  )
  return said
    .split('\n')
    .filter((line) => line && !line.startsWith(' '))
    .map((line) => {
      const at = /^(.+)\((\d+),\d+\): (.*)$/.exec(line)
      return at ? { file: basename(at[1]), line: Number(at[2]), message: at[3] } : { file: '', line: 0, message: line }
    })
}

/**
 * Bundles a file of this folder and imports it.
 * @param {string} dir
 * @param {string} file
 */
export async function load(dir, file) {
  const outfile = join(dir, `${basename(file, '.ts')}.mjs`)
  await build({
    entryPoints: [join(support, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}
