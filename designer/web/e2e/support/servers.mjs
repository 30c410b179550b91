// Everything a scenario runs on, each started in a folder of its own: the
// program, PostgreSQL, ClickHouse.
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child } from './child.mjs'
import * as programs from './programs.mjs'

/** A folder for one scenario; kept when it failed. */
export class Place {
  constructor(/** @type {string} */ name) {
    this.name = name
    this.dir = mkdtempSync(join(tmpdir(), 'om-e2e-')) // short: a socket's path may have 107 bytes
    chmodSync(this.dir, 0o755)
    /** @type {(() => Promise<unknown>)[]} */
    this.ends = []
    this.failed = false
  }

  path(/** @type {string[]} */ ...parts) {
    return join(this.dir, ...parts)
  }

  /** Ends everything, the last first. */
  async close() {
    for (const end of this.ends.reverse()) await end().catch((err) => console.error(`${this.name}: ${err}`))
    if (this.failed) console.error(`${this.name}: screenshots and logs are in ${this.dir}`)
    else rmSync(this.dir, { recursive: true, force: true })
  }
}

/** @returns {Promise<number>} a port nobody uses now */
export function freePort() {
  return new Promise((resolve, reject) => {
    const s = createServer()
    s.once('error', reject)
    s.listen(0, '127.0.0.1', () => {
      const address = s.address()
      s.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/**
 * Starts `onematter serve --demo`.
 * @param {Place} place
 * @param {{name?: string, data?: string, env?: Record<string, string>}} o
 */
export async function serve(place, { name = 'onematter', data = 'data', env = {} } = {}) {
  const child = new Child({
    name,
    program: programs.onematter(),
    args: ['serve', '--demo', '--addr', '127.0.0.1:0', '--data', place.path(data), '--log-format', 'json'],
    log: place.path(`${name}.log`),
    env: { ...(env.ONEMATTER_CLICKHOUSE_URL === undefined ? { ONEMATTER_LIBCHDB: programs.libchdb() } : {}), ...env },
    cwd: place.dir,
  })
  place.ends.push(() => child.stop())
  const base = await child.ready(async () => {
    const addr = /"msg":"serving","addr":"([^"]+)"/.exec(child.said())?.[1]
    return addr && (await fetch(`http://${addr}/readyz`)).ok && `http://${addr}`
  })
  return { base, child }
}

/** Starts a PostgreSQL and gives the URL of an empty database. */
export async function postgres(/** @type {Place} */ place) {
  const bin = programs.postgres()
  const who = programs.nobody()
  const dir = place.path('pg')
  mkdirSync(dir)
  if (who.uid !== undefined) chownSync(dir, who.uid, who.gid)
  const data = join(dir, 'data')
  execFileSync(
    join(bin, 'initdb'),
    ['--no-sync', '--auth=trust', '--username=postgres', '--locale=C', '--encoding=UTF8', '-D', data],
    {
      ...who,
      cwd: dir,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const settings = [
    'listen_addresses=',
    'fsync=off',
    'full_page_writes=off',
    'max_connections=100',
    'log_min_messages=warning',
  ]
  const child = new Child({
    name: 'postgres',
    program: join(bin, 'postgres'),
    args: ['-D', data, '-k', dir, ...settings.flatMap((s) => ['-c', s])],
    log: place.path('postgres.log'),
    cwd: dir,
    ...who,
  })
  place.ends.push(() => child.stop('SIGINT'))
  // Its own word, which needs no client: the last line of the file that holds its pid.
  await child.ready(async () => /^ready\s*$/m.test(readFileSync(join(data, 'postmaster.pid'), 'utf8')))
  return `postgres:///postgres?host=${encodeURIComponent(dir)}&user=postgres&sslmode=disable`
}

/** Starts Debian's clickhouse-server and gives its URL. */
export async function clickhouse(/** @type {Place} */ place) {
  const dir = place.path('ch')
  mkdirSync(dir)
  const [tcp, http] = [await freePort(), await freePort()]
  writeFileSync(
    join(dir, 'config.xml'),
    `<?xml version="1.0"?>
<yandex>
  <logger><level>error</level><console>1</console></logger>
  <listen_host>127.0.0.1</listen_host>
  <tcp_port>${tcp}</tcp_port>
  <http_port>${http}</http_port>
  <path>${dir}/data/</path>
  <tmp_path>${dir}/tmp/</tmp_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>67108864</mark_cache_size>
</yandex>
`,
  )
  writeFileSync(
    join(dir, 'users.xml'),
    `<?xml version="1.0"?>
<yandex>
  <profiles><default><max_memory_usage>2000000000</max_memory_usage></default></profiles>
  <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
  <quotas><default></default></quotas>
</yandex>
`,
  )
  const child = new Child({
    name: 'clickhouse-server',
    program: programs.clickhouseServer(),
    args: [`--config-file=${join(dir, 'config.xml')}`],
    log: place.path('clickhouse.log'),
    cwd: dir,
  })
  place.ends.push(() => child.stop('SIGKILL'))
  await child.ready(async () => (await fetch(`http://127.0.0.1:${http}/ping`)).ok)
  return `clickhouse://127.0.0.1:${tcp}`
}
