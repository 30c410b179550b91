// Generates src/api/schema.d.ts from the OpenAPI document of the Go program.
// `--check` fails when the committed file is not what would be generated.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const spec = execFileSync('go', ['run', './cmd/onematter', 'export', 'openapi'], {
  cwd: join(here, '../..'),
  maxBuffer: 64 << 20,
})
const text = `// Generated from /api/openapi.json by \`npm run api\`.\n${astToString(await openapiTS(JSON.parse(spec)))}`
const file = join(here, 'src/api/schema.d.ts')
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('src/api/schema.d.ts is stale: run npm run api')
    process.exit(1)
  }
} else {
  writeFileSync(file, text)
}
