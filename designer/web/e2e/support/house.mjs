// A database with a test pack and its staff, before a server is started on it.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { onematter, root } from './programs.mjs'
import { password } from './restaurant.mjs'

/**
 * Puts a pack of internal/testpack/testdata and the people who work with it into a new database.
 * @param {import('./servers.mjs').Place} place
 * @param {string} data folder of the database, within the place
 * @param {string} pack
 * @param {string[][]} people user name, name, department, role
 */
export function furnish(place, data, pack, people) {
  const run = (/** @type {string[]} */ args, input = '') =>
    execFileSync(onematter(), [...args, '--data', place.path(data)], { input, stdio: ['pipe', 'ignore', 'inherit'] })
  run(['import', 'pack', join(root, 'internal/testpack/testdata', pack)])
  for (const [username = '', name = '', organisation = '', role = ''] of people) {
    run(['user', 'create', username, '--name', name, '--role', role, '--organisation', organisation], `${password}\n`)
  }
}
