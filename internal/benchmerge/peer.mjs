// Merges the schemas of matters' forms with json-schema-merge-allof, as often as
// asked: a line with a number of rounds comes in, the milliseconds of one go out.
// The schemas are the files of the folder named.
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import merge from 'json-schema-merge-allof'

// What it does not know is taken from the first schema.
const resolvers = { defaultResolver: (values) => values[0], $defs: (values) => Object.assign({}, ...values) }
const dir = process.argv[2]
const schemas = readdirSync(dir)
  .sort()
  .map((f) => JSON.parse(readFileSync(`${dir}/${f}`, 'utf8')))
for await (const line of createInterface({ input: process.stdin })) {
  const rounds = Number(line)
  const from = process.hrtime.bigint()
  for (let i = 0; i < rounds; i++) merge({ allOf: schemas }, { ignoreAdditionalProperties: true, resolvers })
  console.log(Number(process.hrtime.bigint() - from) / 1e6 / rounds)
}
