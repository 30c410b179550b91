// Where the programs are that scenarios need. What is missing is said with its
// remedy; nothing is skipped.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** designer/web */
export const web = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** The repository. */
export const root = resolve(web, '../..')

/** @param {string} path */
function executable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {string[]} names */
function onPath(...names) {
  const dirs = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin']
  for (const name of names) {
    for (const dir of dirs) if (dir && executable(join(dir, name))) return join(dir, name)
  }
  return ''
}

/** The program under test. */
export function onematter() {
  const path = resolve(web, process.env.ONEMATTER_BIN ?? '../../bin/onematter')
  if (!executable(path)) {
    throw new Error(`${path} is not there. Remedy: run \`make build\`, or set ONEMATTER_BIN to the program`)
  }
  return path
}

export function chromium() {
  const path = process.env.CHROMIUM ?? onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
  if (!path)
    throw new Error('Chromium is not installed. Remedy: apt-get install chromium, or set CHROMIUM to the program')
  return path
}

export function clickhouseServer() {
  const path = onPath('clickhouse-server')
  if (!path) throw new Error('clickhouse-server is not installed. Remedy: apt-get install clickhouse-server')
  return path
}

/** The folder of PostgreSQL's programs, the newest first. */
export function postgres() {
  const found = onPath('initdb') ? [dirname(onPath('initdb'))] : []
  const base = '/usr/lib/postgresql'
  if (existsSync(base)) {
    for (const version of readdirSync(base).sort((a, b) => Number(b) - Number(a)))
      found.push(join(base, version, 'bin'))
  }
  const bin = found.find((dir) => executable(join(dir, 'postgres')) && executable(join(dir, 'initdb')))
  if (!bin) throw new Error('PostgreSQL is not installed. Remedy: apt-get install postgresql (13 or newer)')
  return bin
}

/** The embedded ClickHouse engine, as npm installed it for this checkout. */
export function libchdb() {
  const dir = join(web, 'node_modules/@chdb')
  for (const name of existsSync(dir) ? readdirSync(dir) : []) {
    for (const file of ['libchdb.so', 'libchdb.dylib'])
      if (existsSync(join(dir, name, file))) return join(dir, name, file)
  }
  throw new Error('the embedded ClickHouse engine is not installed. Remedy: run `npm ci` in designer/web')
}

/** Somebody PostgreSQL agrees to run as: not root. */
export function nobody() {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (/** @type {string} */ flag) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // the next one
    }
  }
  throw new Error('running as root, and there is neither a user postgres nor nobody. Remedy: useradd --system postgres')
}

/** Ties a child's life to ours where the system can. */
export function tied(/** @type {string} */ program, /** @type {string[]} */ args) {
  const setpriv = onPath('setpriv')
  return setpriv ? { program: setpriv, args: ['--pdeathsig', 'KILL', program, ...args] } : { program, args }
}
