// A program started by a scenario: its log is kept, it ends with us.
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { tied } from './programs.mjs'

/** @type {Set<import('node:child_process').ChildProcess>} */
const living = new Set()
process.on('exit', () => {
  for (const p of living) p.kill('SIGKILL')
})

export class Child {
  /**
   * @param {{name: string, program: string, args: string[], log: string, env?: Record<string, string>, cwd?: string, uid?: number, gid?: number}} o
   */
  constructor(o) {
    this.name = o.name
    this.log = o.log
    const { program, args } = tied(o.program, o.args)
    const out = openSync(o.log, 'a')
    this.process = spawn(program, args, {
      stdio: ['ignore', out, out],
      env: { ...process.env, ...o.env },
      cwd: o.cwd,
      uid: o.uid,
      gid: o.gid,
    })
    closeSync(out)
    living.add(this.process)
    /** @type {Promise<void>} */
    this.ended = new Promise((resolve) => {
      this.process.once('error', () => resolve())
      this.process.once('exit', () => {
        living.delete(this.process)
        resolve()
      })
    })
  }

  get dead() {
    return this.process.exitCode !== null || this.process.signalCode !== null || this.process.pid === undefined
  }

  said() {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : ''
  }

  /**
   * Waits until probe gives something; fails when the program ends before, or
   * after the patience of a very busy machine.
   * @template T
   * @param {() => Promise<T | undefined | false>} probe
   * @returns {Promise<T>}
   */
  async ready(probe, patience = 300_000) {
    const until = Date.now() + patience
    for (;;) {
      const got = await probe().catch(() => undefined)
      if (got) return got
      if (this.dead) throw new Error(`${this.name} ended by itself:\n${this.said().slice(-4000)}`)
      if (Date.now() > until)
        throw new Error(`${this.name} is not ready after ${patience / 1000} s:\n${this.said().slice(-4000)}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** @param {NodeJS.Signals} signal */
  async stop(signal = 'SIGTERM', patience = 120_000) {
    if (this.dead) return
    this.process.kill(signal)
    const timer = setTimeout(() => this.process.kill('SIGKILL'), patience)
    await this.ended
    clearTimeout(timer)
  }
}
